package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Chats of two people who take turns: each sends as soon as the other's event has come. All fields
 * are touched on the client's loop only.
 */
final class Conversations implements AutoCloseable {
  /** Only in events: in answers the number is no string. */
  private static final ByteBuf SEQ =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("\"seq\":\"", StandardCharsets.US_ASCII).asReadOnly());

  private static final int MILLIS_TO_STAND = 20_000;
  private static final int CHECK_MILLIS = 50;

  private final Client client;
  private static final String PEER = "peer@example.com";

  private final Identity identity;
  private final List<Speaker> speakers = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private int standing;
  private long turns;
  private boolean stopping;
  private String failure;

  /**
   * Returns when all subscriptions stand.
   *
   * @param first port of the node of those who begin
   * @param second port of the node of the others
   */
  Conversations(Client client, Identity identity, int chats, int first, int second) {
    this.client = client;
    this.identity = identity;
    for (int i = 0; i < chats; i++) {
      Chat chat = Chat.next();
      identity.create(first, chat, List.of(Chat.USER, PEER));
      Speaker opens = new Speaker(chat, 1);
      Speaker answers = new Speaker(chat, 0);
      opens.other = answers;
      answers.other = opens;
      speakers.addAll(List.of(opens, answers));
    }
    for (Speaker speaker : speakers) {
      Socket socket = client.connect(speaker.odd == 1 ? first : second, speaker, Transport.RAW);
      socket.opened().join();
      sockets.add(socket);
    }
    await("the subscriptions", () -> standing == speakers.size());
  }

  void start() {
    client.run(() -> speakers.stream().filter(speaker -> speaker.odd == 1).forEach(Speaker::speak));
  }

  /** Events that have reached the one who answers them. */
  long turns() {
    return client.call(this::turnsOrThrow);
  }

  private long turnsOrThrow() {
    if (failure != null) {
      throw new BenchmarkException(failure);
    }
    return turns;
  }

  void clearLatencies() {
    client.run(latencies::clear);
  }

  /** From the write of a send until the other one has the event. */
  double millis(double percentile) {
    return client.call(() -> latencies.millis(percentile));
  }

  /** Nobody answers any more, and both have had every event. */
  void stop() {
    client.run(() -> stopping = true);
    await("the last events", () -> speakers.stream().allMatch(Speaker::isEven));
  }

  @Override
  public void close() {
    client.close(sockets);
  }

  private void await(String what, Callable<Boolean> reached) {
    for (int waited = 0; !client.call(reached); waited += CHECK_MILLIS) {
      turns();
      if (waited > MILLIS_TO_STAND) {
        throw new BenchmarkException("waited in vain for " + what);
      }
      Client.pause(CHECK_MILLIS);
    }
  }

  private final class Speaker implements SocketListener {
    private final Chat chat;
    private final int odd;
    private Speaker other;
    private Socket socket;
    private long seq;
    private long spokeAt;

    /**
     * @param odd 1 for the author of the events with odd numbers, 0 for the other
     */
    private Speaker(Chat chat, int odd) {
      this.chat = chat;
      this.odd = odd;
    }

    private String email() {
      return odd == 1 ? Chat.USER : PEER;
    }

    @Override
    public String query() {
      return identity.query(email());
    }

    private boolean isEven() {
      return seq == other.seq;
    }

    private void speak() {
      spokeAt = System.nanoTime();
      socket.write(chat.message(email(), seq + 1));
    }

    @Override
    public void opened(Socket opened) {
      socket = opened;
      opened.write(chat.resume(0));
    }

    @Override
    public void frame(ByteBuf payload) {
      int at = ByteBufUtil.indexOf(SEQ.duplicate(), payload);
      if (at >= 0) {
        received(number(payload, at + SEQ.readableBytes()));
      } else if (payload.toString(StandardCharsets.UTF_8).contains("\"registered\"")) {
        standing++;
      } else if (payload.toString(StandardCharsets.UTF_8).contains("\"err\"")) {
        lost("refused: " + payload.toString(StandardCharsets.UTF_8));
      }
    }

    private void received(long number) {
      if (number != seq + 1) {
        lost(number + " came after " + seq);
      }
      seq = number;
      if (number % 2 != odd) {
        latencies.add(System.nanoTime() - other.spokeAt);
        turns++;
        if (!stopping) {
          speak();
        }
      }
    }

    @Override
    public void lost(String reason) {
      failure = failure == null ? reason : failure;
    }
  }

  private static long number(ByteBuf payload, int from) {
    long number = 0;
    for (int i = from; payload.getByte(i) != '"'; i++) {
      number = number * 10 + payload.getByte(i) - '0';
    }
    return number;
  }
}
