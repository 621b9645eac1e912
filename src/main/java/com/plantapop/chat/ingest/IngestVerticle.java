package com.plantapop.chat.ingest;

import com.plantapop.chat.access.Memberships;
import com.plantapop.chat.bus.Publisher;
import com.plantapop.chat.config.ChatConfig.IngestConfig;
import com.plantapop.chat.metrics.IngestMetrics;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Function;

/** Gives a {@link IngestShard} its event loop; deployed once per loop. */
public final class IngestVerticle extends VerticleBase {
  private final EventStore store;
  private final IngestConfig settings;
  private final int maxCachedChats;
  private final Function<Context, Publisher> publisher;
  private final Races races;
  private final IngestMetrics metrics;
  private IngestShard shard;

  /**
   * @param maxCachedChats of this verticle
   * @param publisher makes one for an event loop
   */
  public IngestVerticle(
      EventStore store,
      IngestConfig settings,
      int maxCachedChats,
      Function<Context, Publisher> publisher,
      Races races,
      IngestMetrics metrics) {
    this.metrics = metrics;
    this.store = store;
    this.settings = settings;
    this.maxCachedChats = maxCachedChats;
    this.publisher = publisher;
    this.races = races;
  }

  @Override
  public Future<?> start() {
    shard =
        new IngestShard(
            vertx,
            context,
            store,
            settings,
            maxCachedChats,
            publisher.apply(context),
            new Memberships(store, maxCachedChats),
            races,
            metrics);
    return Future.succeededFuture();
  }

  /** The shard; null before the verticle has started. */
  public IngestShard shard() {
    return shard;
  }

  /** The event loop of the shard. */
  public Context loop() {
    return context;
  }
}
