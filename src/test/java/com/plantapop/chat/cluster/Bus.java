package com.plantapop.chat.cluster;

import com.plantapop.chat.support.Await;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tells whether messages of one node reach another. */
final class Bus {
  private static final String FORBIDDEN = "forbidden";

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

  /** Says what must not arrive, and waits until the speaker's bus gives up on it. */
  void awaitRefusal(ClusterNode speaker) throws Exception {
    Await.until("a refusal", () -> refuses(speaker));
  }

  /** Before the subscription is known there, nobody is asked and so nobody refuses. */
  private boolean refuses(ClusterNode speaker) {
    Throwable cause =
        speaker
            .vertx()
            .eventBus()
            .request(address, FORBIDDEN, new DeliveryOptions().setSendTimeout(2_000))
            .<Throwable>map(answer -> null)
            .otherwise(failure -> failure)
            .await();
    return cause instanceof ReplyException reply && reply.failureType() != ReplyFailure.NO_HANDLERS;
  }

  static boolean isForbidden(String word) {
    return word.equals(FORBIDDEN);
  }

  /** Everything that arrived. */
  Set<String> heard() {
    return heard;
  }
}
