package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.DisturbedStore.Disturbance;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G3, G4 and G6 while the store is slow, full, raced for, or lost its voice. */
class TroubledStoreTest {
  @TempDir private Path data;

  private TestNode node(Map<String, String> settings, Disturbance disturbance) throws Exception {
    return TestNode.start(data, settings, DisturbedStore.with(disturbance));
  }

  @Test
  void fullQueueRefusesWith503AndLosesNothing() throws Exception {
    Promise<Void> gate = Promise.promise();
    String address = Frames.newAddress();
    try (TestNode node =
            node(
                Map.of(
                    "CHAT_INGEST_MAX_QUEUED_EVENTS", "10", "CHAT_INGEST_MAX_QUEUED_PER_CHAT", "10"),
                (runs, next) -> gate.future().compose(open -> next.apply(runs)));
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      for (int i = 0; i < 25; i++) {
        socket.send(Frames.send(address, Frames.message("" + i), "r" + i));
      }
      for (int i = 10; i < 25; i++) {
        JsonObject refusal = socket.nextJson();
        assertThat(refusal.getString("address")).isEqualTo("r" + i);
        assertThat(refusal.getInteger("failureCode")).isEqualTo(503);
        assertThat(refusal.getLong("retryAfterMs")).isPositive();
      }
      gate.complete();
      for (int i = 0; i < 10; i++) {
        JsonObject answer = socket.nextJson();
        assertThat(answer.getString("address")).isEqualTo("r" + i);
        assertThat(answer.getJsonObject("body").getLong("seq")).isEqualTo(i + 1);
      }
      assertThat(socket.submit(address, Frames.message("room again")).getString("type"))
          .isEqualTo("rec");
    }
  }

  @Test
  void deadlineSaysWhetherTheOutcomeIsKnown() throws Exception {
    Promise<Void> gate = Promise.promise();
    String address = Frames.newAddress();
    String inStore = Frames.message("in the store");
    String waiting = Frames.message("waiting behind");
    try (TestNode node =
            node(
                Map.of("CHAT_INGEST_DEADLINE_MS", "200"),
                (runs, next) -> gate.future().compose(open -> next.apply(runs)));
        BridgeSocket reader = BridgeSocket.raw(node.vertx(), node.port());
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      reader.register(address, null);
      JsonObject unknown = socket.submit(address, inStore);
      assertThat(unknown.getInteger("failureCode")).isEqualTo(504);
      JsonObject notStored = socket.submit(address, waiting);
      assertThat(notStored.getInteger("failureCode")).isEqualTo(503);

      gate.complete();
      assertThat(reader.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("1");
      JsonObject again = socket.submit(address, inStore).getJsonObject("body");
      assertThat(again.getLong("seq")).isEqualTo(1);
      assertThat(again.getBoolean("duplicate")).isTrue();
      JsonObject late = socket.submit(address, waiting).getJsonObject("body");
      assertThat(late.getLong("seq")).isEqualTo(2);
      assertThat(late.getBoolean("duplicate")).isNull();
    }
  }

  @Test
  void whatWasRefusedBeforeItsChatWasKnownIsNotStoredLater() throws Exception {
    Promise<Void> gate = Promise.promise();
    String address = Frames.newAddress();
    String late = Frames.message("too late");
    try (TestNode node =
            TestNode.start(
                data,
                Map.of("CHAT_INGEST_DEADLINE_MS", "200"),
                DisturbedStore.withBindingsAfter(gate.future()));
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      assertThat(socket.submit(address, late).getInteger("failureCode")).isEqualTo(503);

      gate.complete();
      JsonObject next = socket.submit(address, Frames.message("next")).getJsonObject("body");
      assertThat(next.getLong("seq")).isEqualTo(1);
      JsonObject again = socket.submit(address, late).getJsonObject("body");
      assertThat(again.getLong("seq")).isEqualTo(2);
      assertThat(again.getBoolean("duplicate")).isNull();
    }
  }

  @Test
  void storeThatStoredButCouldNotSaySoDoublesNothing() throws Exception {
    AtomicBoolean mute = new AtomicBoolean(true);
    String address = Frames.newAddress();
    String message = Frames.message("once");
    try (TestNode node =
            node(Map.of(), (runs, next) -> next.apply(runs).compose(done -> lost(done, mute)));
        BridgeSocket reader = BridgeSocket.raw(node.vertx(), node.port());
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      reader.register(address, null);
      assertThat(socket.submit(address, message).getInteger("failureCode")).isEqualTo(504);
      mute.set(false);

      JsonObject again = socket.submit(address, message).getJsonObject("body");
      assertThat(again.getLong("seq")).isEqualTo(1);
      assertThat(again.getBoolean("duplicate")).isTrue();
      socket.submit(address, Frames.message("next"));
      assertThat(reader.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("1");
      assertThat(reader.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("2");
      assertThat(reader.isQuiet()).isTrue();
    }
  }

  private static Future<List<AppendResult>> lost(List<AppendResult> done, AtomicBoolean mute) {
    return mute.get()
        ? Future.failedFuture(Refusal.of(Refusal.Code.UNKNOWN_OUTCOME, "outcome unknown"))
        : Future.succeededFuture(done);
  }

  @Test
  void whoLosesTheRaceForANumberTakesTheNext() throws Exception {
    AtomicInteger races = new AtomicInteger();
    String address = Frames.newAddress();
    int count = 200;
    try (TestNode node = node(Map.of(), (runs, next) -> raceThenAppend(runs, next, races));
        BridgeSocket reader = BridgeSocket.raw(node.vertx(), node.port());
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      reader.register(address, null);
      for (int i = 0; i < count; i++) {
        socket.send(Frames.send(address, Frames.message("" + i), "r" + i));
      }
      List<Long> acknowledged = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        acknowledged.add(socket.nextJson().getJsonObject("body").getLong("seq"));
      }
      long head = (long) count + races.get();
      Set<Long> ours = new HashSet<>(acknowledged);
      assertThat(ours).hasSize(count).allMatch(seq -> seq <= head);
      assertThat(races.get()).isPositive();
      for (long seq = 1; seq <= head; seq++) {
        JsonObject event = reader.nextJson();
        assertThat(event.getJsonObject("headers").getString("seq")).isEqualTo("" + seq);
        boolean isOurs = !event.getJsonObject("body").getString("content").equals("other");
        assertThat(isOurs).isEqualTo(ours.contains(seq));
      }
    }
  }

  /** Another node is always a little faster, until it has no more to say. */
  private static Future<List<AppendResult>> raceThenAppend(
      List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next, AtomicInteger races) {
    if (races.get() >= 50) {
      return next.apply(runs);
    }
    races.addAndGet(runs.size());
    return next.apply(runs.stream().map(TroubledStoreTest::others).toList())
        .compose(done -> next.apply(runs));
  }

  private static Run others(Run run) {
    UUID id = UUID.randomUUID();
    Payload payload = Payload.of("{\"id\":\"" + id + "\",\"content\":\"other\"}");
    return new Run(
        run.address(),
        List.of(new Event(run.firstSeq(), EventKey.ofMessage(id), Instant.now(), payload)));
  }
}
