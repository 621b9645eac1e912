package com.plantapop.chat.ingest;

import com.plantapop.chat.config.IngestConfig;
import com.plantapop.chat.event.BusProof;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Gives a {@link IngestShard} its event loop; deployed once per loop. */
public final class IngestVerticle extends VerticleBase {
  private final EventStore store;
  private final IngestConfig settings;
  private final int maxCachedChats;
  private final BusProof proof;
  private final Races races;
  private IngestShard shard;

  /**
   * @param maxCachedChats of this verticle
   * @param proof for this verticle alone
   */
  public IngestVerticle(
      EventStore store, IngestConfig settings, int maxCachedChats, BusProof proof, Races races) {
    this.store = store;
    this.settings = settings;
    this.maxCachedChats = maxCachedChats;
    this.proof = proof;
    this.races = races;
  }

  @Override
  public Future<?> start() {
    shard = new IngestShard(vertx, context, store, settings, maxCachedChats, proof, races);
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
