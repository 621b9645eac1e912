package com.plantapop.chat.cluster;

import com.plantapop.chat.support.Await;
import io.vertx.core.eventbus.EventBus;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tells whether messages of one node reach another. */
final class Bus {
  private final EventBus bus;
  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private final String address = "test." + UUID.randomUUID();

  private Bus(ClusterNode listener) {
    bus = listener.vertx().eventBus();
  }

  /** An address of its own that the node listens on. */
  static Bus of(ClusterNode listener) {
    Bus ear = new Bus(listener);
    ear.bus
        .<String>consumer(ear.address, message -> ear.heard.add(message.body()))
        .completion()
        .await();
    return ear;
  }

  /** Says it again and again, since a new subscription takes a moment to be known everywhere. */
  void awaitHearing(ClusterNode speaker) throws Exception {
    String word = UUID.randomUUID().toString();
    Await.until("a message", () -> says(speaker, word));
  }

  private boolean says(ClusterNode speaker, String word) {
    speaker.vertx().eventBus().publish(address, word);
    return heard.contains(word);
  }
}
