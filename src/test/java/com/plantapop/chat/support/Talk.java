package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/** One chat on many nodes: who said what, what they were answered, and what everybody must see. */
public final class Talk implements AutoCloseable {
  private final TestCluster cluster;
  private final String chatId = Frames.newChatId();
  private final List<BridgeSocket> readers = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();

  public Talk(TestCluster cluster) {
    this.cluster = cluster;
  }

  public String address() {
    return "chat." + chatId;
  }

  public Address log() {
    return Address.messages(new ChatId(chatId));
  }

  /** From now on this node has a reader. */
  public void readOn(Member member) throws Exception {
    BridgeSocket reader = cluster.connect(member);
    readers.add(reader);
    reader.register(address(), 0L);
  }

  public Writer writerOn(Member member) throws Exception {
    Writer writer = new Writer(cluster.connect(member));
    writers.add(writer);
    return writer;
  }

  /** A socket that sends without waiting. */
  public final class Writer {
    private final BridgeSocket socket;
    private final List<String> sent = new ArrayList<>();
    private final Map<String, Long> acknowledged = new LinkedHashMap<>();
    private int answered;

    private Writer(BridgeSocket socket) {
      this.socket = socket;
    }

    /** Sends so many messages of its own. */
    public void say(int count) {
      for (int i = 0; i < count; i++) {
        String id = UUID.randomUUID().toString();
        sent.add(id);
        // Escapes and numbers that a decoder would write in another way.
        String body = Frames.message(id, "m" + i).replace("}", ",\"n\":1.50,\"e\":\"\\u00e4\"}");
        socket.send(Frames.send(address(), body, id));
      }
    }

    /** Waits for the answers to all that was said; each must be an acknowledgement. */
    public void awaitAnswers() throws InterruptedException {
      for (; answered < sent.size(); answered++) {
        JsonObject answer = socket.nextJson();
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("rec");
        String id = answer.getString("address");
        assertThat(answer.getJsonObject("body").getString("id")).isEqualTo(id);
        assertThat(acknowledged.put(id, answer.getJsonObject("body").getLong("seq"))).isNull();
      }
      assertThat(socket.isQuiet()).isTrue();
    }

    public List<String> sent() {
      return sent;
    }
  }

  /** What the log holds, which must be numbered without holes and hold nothing twice. */
  public List<Event> stored() {
    List<Event> events =
        cluster.store().readAfter(log(), 0, Integer.MAX_VALUE, Integer.MAX_VALUE).await();
    assertThat(events.stream().map(Event::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(new HashSet<>(events.stream().map(Event::key).toList())).hasSameSizeAs(events);
    return events;
  }

  /**
   * Waits for all answers; then each event must lie where its writer was told, in its writer's
   * order, and every reader must have got the log, once and no more.
   *
   * @param others events that nobody here has said
   */
  public void check(int others) throws InterruptedException {
    int said = 0;
    for (Writer writer : writers) {
      writer.awaitAnswers();
      said += writer.sent.size();
    }
    List<Event> events = stored();
    assertThat(events).hasSize(said + others);
    for (Writer writer : writers) {
      List<Long> seqs = writer.sent.stream().map(writer.acknowledged::get).toList();
      assertThat(seqs).isSorted();
      for (String id : writer.sent) {
        Event event = events.get((int) (writer.acknowledged.get(id) - 1));
        assertThat(event.key().value()).isEqualTo(id);
        assertThat(event.payload().text()).contains("\"n\":1.50,\"e\":\"\\u00e4\"");
      }
    }
    for (BridgeSocket reader : readers) {
      checkReader(reader, events);
    }
  }

  private static void checkReader(BridgeSocket reader, List<Event> events)
      throws InterruptedException {
    for (Event event : events) {
      JsonObject frame = reader.nextJson();
      assertThat(frame.getJsonObject("headers").getString("seq")).isEqualTo("" + event.seq());
      assertThat(frame.getJsonObject("body")).isEqualTo(new JsonObject(event.payload().text()));
    }
    assertThat(reader.isQuiet()).isTrue();
  }

  @Override
  public void close() {
    readers.forEach(BridgeSocket::close);
    writers.forEach(writer -> writer.socket.close());
  }
}
