package com.plantapop.chat.hub;

import com.plantapop.chat.bus.Services;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.EventHeaders;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what services publish on the addresses of topics past the way in. To register a consumer is
 * dear in a cluster, so there are so many on a node and no more, and one after the other in the
 * background. Used on one event loop only.
 */
final class RawPublishConsumers {
  /**
   * How many more consumers a node may have. Any thread.
   *
   * @param left of them
   * @param told whether the operator knows that they did not suffice
   */
  record Room(AtomicInteger left, AtomicBoolean told) {
    static Room of(int consumers) {
      return new Room(new AtomicInteger(consumers), new AtomicBoolean());
    }

    boolean take() {
      boolean taken = left.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
      if (!taken && told.compareAndSet(false, true)) {
        LOG.info(
            "cluster.rawPublishTopics: what services publish themselves is not heard on further"
                + " topics; they are to use chat.submit");
      }
      return taken;
    }

    void give() {
      left.incrementAndGet();
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(RawPublishConsumers.class);

  private final EventBus bus;
  private final Services services;
  private final RawPublishListener listener;
  private final Room room;
  private final Set<Address> heard = new HashSet<>();
  private final Map<Address, MessageConsumer<Object>> consumers = new HashMap<>();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  RawPublishConsumers(EventBus bus, Services services, RawPublishListener listener, Room room) {
    this.bus = bus;
    this.services = services;
    this.listener = listener;
    this.room = room;
  }

  void begin(Address address) {
    if (address.kind().isSubmitted() && room.take()) {
      heard.add(address);
      inTurn(() -> register(address));
    }
  }

  void end(Address address) {
    if (heard.remove(address)) {
      inTurn(() -> unregister(address));
    }
  }

  private void inTurn(Runnable change) {
    waiting.add(change);
    changeNext();
  }

  private void changeNext() {
    while (!busy && !waiting.isEmpty()) {
      waiting.poll().run();
    }
  }

  private void register(Address address) {
    services.ownConsumerBegins(address.onBus());
    MessageConsumer<Object> consumer = bus.consumer(address.onBus());
    consumer.handler(message -> receive(address, message));
    consumers.put(address, consumer);
    await(consumer.completion());
  }

  private void unregister(Address address) {
    MessageConsumer<Object> consumer = consumers.remove(address);
    room.give();
    // Before: while the cluster answers, a service here must not be taken for this consumer.
    services.ownConsumerEnded(address.onBus());
    await(consumer.unregister());
  }

  private void await(Future<Void> change) {
    busy = true;
    change.onComplete(done -> goOn());
  }

  private void goOn() {
    busy = false;
    changeNext();
  }

  /** What says that it has a number is the node's own, for services. */
  private void receive(Address address, Message<Object> message) {
    if (!message.headers().contains(EventHeaders.SEQ)) {
      listener.found(address, message.headers(), message.body());
    }
  }
}
