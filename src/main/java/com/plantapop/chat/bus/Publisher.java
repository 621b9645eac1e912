package com.plantapop.chat.bus;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventHeaders;
import io.vertx.core.Context;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells what one event loop has appended: at once to those who listen in this node, and at the end
 * of the turn to its peers. Services get each event as a message of its own, with its number in the
 * headers (design section 3). Used on its event loop only.
 */
public final class Publisher {
  /** Of a frame: more is cut into several. */
  private static final int MAX_FRAME_BYTES = 1 << 20;

  /** Of a message beside its payload, about. */
  private static final int MESSAGE_BYTES = 256;

  private final Peers peers;
  private final Services services;
  private final EventBus bus;
  private final Context context;
  private final int loop;
  private final FrameDigest digest;
  private final UnwrittenToServices unwritten = new UnwrittenToServices();
  private List<EventFrame.Item> items = new ArrayList<>();
  private int size;
  private long number;

  /**
   * @param peers where it is told
   * @param context of the loop
   * @param loop its number in the node
   */
  public Publisher(Peers peers, Services services, EventBus bus, Context context, int loop) {
    this.peers = peers;
    this.services = services;
    this.bus = bus;
    this.context = context;
    this.loop = loop;
    this.digest = peers.newDigest();
  }

  /** An event is durable since now. */
  public void publish(Address address, Event event) {
    Entry entry = Entry.of(event);
    peers.listener().stored(address, entry);
    if (address.kind().isShown()) {
      tellServices(address, entry);
    }
    add(EventFrame.Item.of(address, entry));
  }

  /**
   * A log has this number: it is there already, and may have been stored by a node that could not
   * tell, since it died or was cut off meanwhile.
   */
  public void announce(Address address, long seq) {
    peers.listener().reaches(address, seq);
    add(new EventFrame.Item(address, seq, null));
  }

  private void tellServices(Address address, Entry entry) {
    String where = address.onBus();
    if (services.listenOn(where)) {
      tellServices(where, entry, headers(entry));
    }
    if (services.listenOn(BusAddresses.ACCEPTED)) {
      DeliveryOptions headers = headers(entry).addHeader(EventHeaders.ADDRESS, where);
      tellServices(BusAddresses.ACCEPTED, entry, headers);
    }
  }

  /**
   * The future of a message to several members completes with the first of them: where one hangs
   * and others do not, what waits for it is bounded by the pings of the bus alone.
   */
  private void tellServices(String where, Entry entry, DeliveryOptions headers) {
    int bytes = MESSAGE_BYTES + entry.payload().size();
    if (!unwritten.admit(bytes)) {
      peers.metrics().leftOut();
      return;
    }
    bus.<PayloadBody>publisher(where, headers)
        .write(new PayloadBody(entry.payload()))
        .onComplete(written -> unwritten.written(bytes));
  }

  private static DeliveryOptions headers(Entry entry) {
    return new DeliveryOptions()
        .addHeader(EventHeaders.SEQ, Long.toString(entry.seq()))
        .addHeader(EventHeaders.ACCEPTED_AT, entry.acceptedAt());
  }

  private void add(EventFrame.Item item) {
    if (!peers.isClustered()) {
      return;
    }
    if (items.isEmpty()) {
      context.runOnContext(turn -> flush());
    }
    items.add(item);
    size += item.size();
    if (size >= MAX_FRAME_BYTES) {
      send();
    }
  }

  private void flush() {
    if (!items.isEmpty()) {
      send();
    }
  }

  private void send() {
    number++;
    peers.send(new EventFrame(peers.self(), loop, number, items), digest);
    items = new ArrayList<>();
    size = 0;
  }
}
