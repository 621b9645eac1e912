package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusProof;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventHeaders;
import com.plantapop.chat.event.Timestamps;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/**
 * Announces stored events on the bus, once each, with their number in the headers (design section
 * 3). Delivery is at most once: whoever listens must find what the bus lost in the store.
 */
final class Publisher {
  private final EventBus bus;
  private final BusProof proof;
  private final boolean toOthers;

  /**
   * @param toOthers whether there are other nodes
   */
  Publisher(EventBus bus, BusProof proof, boolean toOthers) {
    this.bus = bus;
    this.toOthers = toOthers;
    this.proof = proof;
  }

  void publish(Address address, Event event) {
    String seq = Long.toString(event.seq());
    String acceptedAt = Timestamps.format(event.acceptedAt());
    DeliveryOptions options =
        new DeliveryOptions()
            .addHeader(EventHeaders.SEQ, seq)
            .addHeader(EventHeaders.ACCEPTED_AT, acceptedAt)
            .addHeader(
                EventHeaders.PROOF, proof.of(address, seq, acceptedAt, event.payload().utf8()));
    if (toOthers) {
      options.addHeader(EventHeaders.PAYLOAD, event.payload().text());
    }
    bus.publish(address.onBus(), new PayloadBody(event.payload()), options);
  }
}
