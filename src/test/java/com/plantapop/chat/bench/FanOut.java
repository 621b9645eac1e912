package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One chat, many readers, one publisher that keeps a number of messages in flight: a message is
 * done when every reader has it. All fields are touched on the client's loop only.
 */
final class FanOut implements AutoCloseable {
  private static final int SECONDS_TO_SUBSCRIBE = 20;
  private static final int PROBE_MILLIS = 100;
  private static final int CALM_MILLIS = 300;

  private final Client client;
  private final FanOutProtocol protocol;
  private final Identity identity;
  private final Chat chat = Chat.next();
  private final Template template;
  private final List<FanOutReader> readers;
  private final List<Socket> sockets = new ArrayList<>();
  private final InFlight flight;
  private Socket publisher;
  private boolean measured;
  private boolean stopping;
  private long published;
  private long delivered;
  private String failure;

  FanOut(Client client, FanOutProtocol protocol, Identity identity, int readers, int inFlight) {
    this.client = client;
    this.protocol = protocol;
    this.identity = identity;
    this.template = protocol.publish().apply(chat);
    this.flight = new InFlight(inFlight, readers);
    this.readers =
        IntStream.range(0, readers)
            .mapToObj(i -> new FanOutReader(this, identity.query(member(i))))
            .toList();
  }

  /** The publisher is among them. */
  private static String member(int number) {
    return number == 0 ? Chat.USER : "reader" + number + "@example.com";
  }

  /** Connects everybody and returns when every reader gets what is published. */
  void subscribe(int port) {
    identity.create(
        port, chat, IntStream.range(0, readers.size()).mapToObj(FanOut::member).toList());
    sockets.addAll(client.open(port, readers, protocol.transport()));
    List<FanOutPublisher> publishers =
        List.of(new FanOutPublisher(this, identity.query(Chat.USER)));
    publisher = client.open(port, publishers, protocol.transport()).get(0);
    sockets.add(publisher);
    for (int tries = 0; !client.call(this::allReached); tries++) {
      if (tries > SECONDS_TO_SUBSCRIBE * 1000 / PROBE_MILLIS) {
        throw new BenchmarkException("not all readers could subscribe");
      }
      client.run(() -> publish(1));
      Client.pause(PROBE_MILLIS);
    }
    awaitSilence();
  }

  void start() {
    client.run(this::startOnLoop);
  }

  /** Events that reached a reader so far, however many shared a frame. */
  long delivered() {
    return client.call(this::deliveredOrThrow);
  }

  /** Publishes nothing more, and checks that every reader got every event, once. */
  void stop() {
    client.run(() -> stopping = true);
    awaitSilence();
    long missing = client.call(() -> published * readers.size() - delivered);
    if (missing != 0) {
      throw new BenchmarkException(missing + " deliveries are missing");
    }
  }

  @Override
  public void close() {
    client.close(sockets);
  }

  String subscription() {
    return protocol.subscribe().apply(chat);
  }

  boolean isRefusal(ByteBuf frame) {
    return protocol.hasError().test(frame);
  }

  /** Called by the readers. */
  void received(FanOutReader reader, int events) {
    delivered += events;
    for (int i = 0; i < events; i++) {
      long number = reader.next();
      if (measured && number >= published) {
        fail("a reader got an event twice");
      } else if (measured) {
        flight.arrived(number);
      }
    }
  }

  void endOfRead() {
    int done = flight.takeDone();
    if (done > 0 && !stopping) {
      publish(done);
    }
  }

  void fail(String reason) {
    failure = failure == null ? reason : failure;
  }

  private void publish(int messages) {
    ByteBuf out = publisher.buffer(messages * template.length());
    for (int i = 0; i < messages; i++) {
      template.write(out, flight.nextId());
    }
    published += messages;
    publisher.write(out);
  }

  private boolean allReached() {
    deliveredOrThrow();
    return readers.stream().allMatch(FanOutReader::isReached);
  }

  private long deliveredOrThrow() {
    if (failure != null) {
      throw new BenchmarkException(failure);
    }
    return delivered;
  }

  private void awaitSilence() {
    long before = -1;
    for (long now = delivered(); now != before; now = delivered()) {
      before = now;
      Client.pause(CALM_MILLIS);
    }
  }

  private void startOnLoop() {
    readers.forEach(FanOutReader::reset);
    published = 0;
    delivered = 0;
    measured = true;
    publish(flight.size());
  }
}
