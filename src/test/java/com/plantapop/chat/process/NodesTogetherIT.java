package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two of the jar in one cluster on one store: what a client of either may rely on. */
@ExtendWith(VertxExtension.class)
class NodesTogetherIT {
  private static final int ALL = 200;
  private static final long OUTAGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  @TempDir private static Path directory;
  private static ComposedCluster cluster;
  private static List<String> nodes;
  private Vertx vertx;

  @BeforeAll
  static void start() throws Exception {
    cluster = new ComposedCluster(directory, Map.of("CHAT_INGEST_DEADLINE_MS", "2000"));
    nodes = cluster.nodes().subList(0, 2);
    cluster.run(nodes);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void connectWith(Vertx vertx) {
    this.vertx = vertx;
  }

  private List<BridgeSocket> socketOnEachNode() throws Exception {
    List<BridgeSocket> sockets = new ArrayList<>();
    for (String node : nodes) {
      sockets.add(socket(node));
    }
    return sockets;
  }

  private BridgeSocket socket(String node) throws Exception {
    return BridgeSocket.raw(vertx, cluster.host(node), cluster.port(node));
  }

  @Test
  void eachDeliversWhatBothTakeOnceAndInOneOrder() throws Exception {
    String address = Frames.newAddress();
    List<BridgeSocket> readers = socketOnEachNode();
    for (BridgeSocket reader : readers) {
      assertThat(reader.register(address, null)).isZero();
    }
    List<BridgeSocket> senders = socketOnEachNode();
    List<String> bodies = Stream.generate(() -> Frames.message("hello")).limit(ALL).toList();
    for (int i = 0; i < bodies.size(); i++) {
      senders.get(i % senders.size()).send(Frames.send(address, bodies.get(i), "" + i));
    }
    List<Long> acknowledged = new ArrayList<>();
    for (BridgeSocket sender : senders) {
      acknowledged.addAll(acknowledged(sender, address, bodies, ALL / senders.size()));
    }
    assertThat(acknowledged).containsExactlyInAnyOrderElementsOf(seqs(1, ALL));
    for (BridgeSocket reader : readers) {
      assertHears(reader, seqs(1, ALL));
    }
  }

  @Test
  void readerGoesOnWhereItWasOnTheOtherNode() throws Exception {
    String address = Frames.newAddress();
    BridgeSocket sender = socket(nodes.get(0));
    BridgeSocket reader = socket(nodes.get(0));
    reader.register(address, null);
    say(sender, address, 5);
    assertHears(reader, seqs(1, 5));
    reader.close();
    say(sender, address, 5);

    BridgeSocket elsewhere = socket(nodes.get(1));
    assertThat(elsewhere.register(address, 5L)).isEqualTo(5);
    assertHears(elsewhere, seqs(6, 10));
    say(sender, address, 5);
    assertHears(elsewhere, seqs(11, 15));
  }

  @Test
  void senderIsToldAndReaderStaysWhileTheStoreIsAwayForHalfAMinute() throws Exception {
    String address = Frames.newAddress();
    List<BridgeSocket> readers = socketOnEachNode();
    for (BridgeSocket reader : readers) {
      reader.register(address, null);
    }
    List<BridgeSocket> senders = socketOnEachNode();
    say(senders.get(0), address, 5);
    List<String> bodies =
        List.of(
            Frames.message(UUID.randomUUID().toString(), "from one"),
            Frames.message(UUID.randomUUID().toString(), "from the other"));

    cluster.mongo().pause();
    try {
      long begin = System.nanoTime();
      int refusals = 0;
      while (System.nanoTime() - begin < OUTAGE_NANOS) {
        for (int i = 0; i < nodes.size(); i++) {
          senders.get(i).send(Frames.send(address, bodies.get(i), "" + i));
        }
        for (BridgeSocket sender : senders) {
          JsonObject refusal = sender.nextJson();
          assertThat(refusal.getInteger("failureCode")).as(refusal.encode()).isIn(503, 504);
          refusals++;
        }
      }
      assertThat(refusals).isGreaterThan(nodes.size());
      for (int i = 0; i < nodes.size(); i++) {
        assertThat(cluster.isReady(nodes.get(i))).as(nodes.get(i) + " is ready").isFalse();
        senders.get(i).send(Frames.send(address, bodies.get(i), "" + i));
        assertHears(readers.get(i), seqs(1, 5));
      }
    } finally {
      cluster.mongo().resume();
    }

    List<Long> acknowledged = new ArrayList<>();
    for (BridgeSocket sender : senders) {
      acknowledged.addAll(acknowledged(sender, address, bodies, 1));
    }
    for (String node : nodes) {
      Await.until(node + " to say that it is ready", () -> cluster.isReady(node));
    }
    assertThat(acknowledged).containsExactlyInAnyOrder(6L, 7L);
    say(senders.get(1), address, 5);
    for (BridgeSocket reader : readers) {
      assertHears(reader, seqs(6, 12));
    }
  }

  /**
   * Takes the answers of a sender, and sends again what was refused, as a client does with one id.
   *
   * @param bodies their indexes are the reply addresses
   */
  private static List<Long> acknowledged(
      BridgeSocket sender, String address, List<String> bodies, int count) throws Exception {
    List<Long> seqs = new ArrayList<>();
    while (seqs.size() < count) {
      JsonObject answer = sender.nextJson();
      String reply = answer.getString("address");
      if (isAcknowledgement(answer)) {
        seqs.add(acknowledgedSeq(answer));
      } else {
        assertThat(answer.getInteger("failureCode")).as(answer.encode()).isIn(503, 504);
        sender.send(Frames.send(address, bodies.get(Integer.parseInt(reply)), reply));
      }
    }
    return seqs;
  }

  private static boolean isAcknowledgement(JsonObject answer) {
    return answer.getString("type").equals("rec");
  }

  private static long acknowledgedSeq(JsonObject answer) {
    assertThat(isAcknowledgement(answer)).as(answer.encode()).isTrue();
    return answer.getJsonObject("body").getLong("seq");
  }

  private static void say(BridgeSocket sender, String address, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      acknowledgedSeq(sender.submit(address, Frames.message("" + i)));
    }
  }

  /** These, one after another, and nothing more. */
  private static void assertHears(BridgeSocket reader, List<Long> seqs) throws Exception {
    List<Long> heard = new ArrayList<>();
    for (int i = 0; i < seqs.size(); i++) {
      heard.add(Long.parseLong(reader.nextJson().getJsonObject("headers").getString("seq")));
    }
    assertThat(heard).isEqualTo(seqs);
    assertThat(reader.isQuiet()).isTrue();
  }

  private static List<Long> seqs(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
