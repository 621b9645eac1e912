package com.plantapop.chat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Many chats, each with sockets of its own that send; a number of sends is kept in flight, spread
 * evenly over all sockets. All fields are touched on the client's loop only.
 */
final class Sends implements AutoCloseable {
  static final int CHATS = 200;
  static final int SENDERS_PER_CHAT = 2;

  private static final int SECONDS_TO_END = 20;
  private static final int CHECK_MILLIS = 100;

  private final Client client;
  private final List<Sender> senders = new ArrayList<>();
  private final List<SendReader> readers = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private boolean stopping;
  private long ids;
  private long sent;
  private long acknowledged;
  private long refused;
  private long received;
  private String failure;

  Sends(Client client, SendCase which) {
    this.client = client;
    List<Chat> chats = Stream.generate(Chat::next).limit(CHATS).toList();
    for (int i = 0; i < CHATS * SENDERS_PER_CHAT; i++) {
      senders.add(new Sender(this, chats.get(i % CHATS), slots(which.inFlight(), i)));
    }
    if (which.withReaders()) {
      chats.forEach(chat -> readers.add(new SendReader(this, chat)));
    }
  }

  /**
   * Sockets that all send to the same chat, each with one send in flight.
   *
   * @param firstId of the events; others that send to the same chat must begin far away
   */
  Sends(Client client, Chat chat, int senders, long firstId) {
    this.client = client;
    this.ids = firstId;
    for (int i = 0; i < senders; i++) {
      this.senders.add(new Sender(this, chat, 1));
    }
  }

  /** The first sockets take one more when the number does not divide. */
  private static int slots(int inFlight, int index) {
    int all = CHATS * SENDERS_PER_CHAT;
    return inFlight / all + (index < inFlight % all ? 1 : 0);
  }

  void connect(int port) {
    connect(port, port);
  }

  /**
   * @param readersPort of the node that the readers are on
   */
  void connect(int port, int readersPort) {
    sockets.addAll(client.open(readersPort, readers, Transport.SOCKJS));
    await("the subscriptions", () -> readers.stream().allMatch(SendReader::isSubscribed));
    sockets.addAll(client.open(port, senders, Transport.SOCKJS));
  }

  void start() {
    client.run(() -> senders.forEach(Sender::start));
  }

  /** Sends that were answered with an acknowledgement so far. */
  long acknowledged() {
    return client.call(() -> acknowledged);
  }

  /** Forgets what the warm-up took. */
  void clearLatencies() {
    client.run(latencies::clear);
  }

  double millis(double percentile) {
    return client.call(() -> latencies.millis(percentile));
  }

  /** Sends nothing more, and checks that each send was acknowledged and reached its reader. */
  void stop() {
    client.run(() -> stopping = true);
    await("the last answers", () -> acknowledged + refused == sent);
    await("the last events", () -> readers.isEmpty() || received >= acknowledged);
    client.run(this::check);
  }

  @Override
  public void close() {
    client.close(sockets);
  }

  /** The id of the next event, or -1 when there shall be none. */
  long nextId() {
    if (stopping) {
      return -1;
    }
    sent++;
    return ids++;
  }

  void acknowledged(long nanos) {
    acknowledged++;
    latencies.add(nanos);
  }

  void refused(String frame) {
    refused++;
    fail("refused: " + frame);
  }

  void received(int events) {
    received += events;
  }

  void fail(String reason) {
    failure = failure == null ? reason : failure;
  }

  private void check() {
    if (failure != null) {
      throw new BenchmarkException(refused + " refused; first failure: " + failure);
    }
    if (!readers.isEmpty() && received != acknowledged) {
      throw new BenchmarkException(received + " events for " + acknowledged + " sends");
    }
  }

  private void await(String what, Callable<Boolean> condition) {
    for (int waited = 0; !client.call(condition); waited += CHECK_MILLIS) {
      if (waited > SECONDS_TO_END * 1000) {
        client.run(this::check);
        throw new BenchmarkException("waited in vain for " + what);
      }
      Client.pause(CHECK_MILLIS);
    }
  }
}
