package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same id many times at the same moment (G3). */
class RepeatsTest {
  private static final int REPEATS = 80;

  @TempDir private Path data;
  private final Address log = Address.messages(new ChatId("0123456789abcdef01234567"));
  private final String id = UUID.randomUUID().toString();
  private final AtomicInteger appends = new AtomicInteger();
  private final Promise<Void> begun = Promise.promise();
  private final Promise<Void> first = Promise.promise();
  private LoneIngest ingest;

  /** The first append waits, so that all that comes meanwhile is ready together. */
  @BeforeEach
  void start() throws Exception {
    ingest =
        new LoneIngest(
            data,
            10,
            DisturbedStore.with((runs, next) -> beginAppend().compose(go -> next.apply(runs))));
  }

  private Future<Void> beginAppend() {
    begun.tryComplete();
    return appends.incrementAndGet() == 1 ? first.future() : Future.succeededFuture();
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  private Future<Acknowledgement> submit(String id, String content) {
    return ingest.submit(Caller.ANYONE, log, Frames.message(id, content));
  }

  private Future<Acknowledgement> submit(String id, String chatId, String content) {
    JsonObject message = new JsonObject(Frames.message(id, content)).put("chatId", chatId);
    return ingest.submit(Caller.ANYONE, log, message.encode());
  }

  private static Refusal refusal(Future<?> refused) throws Exception {
    return (Refusal) LoneIngest.await(refused.<Throwable>transform(RepeatsTest::cause));
  }

  private static Future<Throwable> cause(AsyncResult<?> outcome) {
    return Future.succeededFuture(outcome.cause());
  }

  @Test
  void repeatsCostNobodyARoundTripEach() throws Exception {
    Future<Acknowledgement> other = submit(UUID.randomUUID().toString(), "before");
    LoneIngest.await(begun.future());
    List<Future<Acknowledgement>> same = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      same.add(submit(id, "said"));
    }
    Future<Acknowledgement> different = submit(id, "something else");
    Future<Acknowledgement> behind = submit(UUID.randomUUID().toString(), "behind");
    first.complete();

    assertThat(LoneIngest.await(other).seq()).isEqualTo(1);
    assertThat(LoneIngest.await(behind).seq()).isEqualTo(3);
    int original = 0;
    for (Future<Acknowledgement> each : same) {
      assertThat(LoneIngest.await(each).seq()).isEqualTo(2);
      original += each.result().duplicate() ? 0 : 1;
    }
    assertThat(original).isEqualTo(1);
    assertThat(appends).hasValue(2);
    assertThat(refusal(different).code()).isEqualTo(Refusal.Code.CONFLICT);
  }

  /** What is wrong with the first says nothing of the others. */
  @Test
  void repeatOfOneThatWasRefusedIsJudgedByItself() throws Exception {
    String chatId = UUID.randomUUID().toString();
    Future<Acknowledgement> bound = submit(UUID.randomUUID().toString(), chatId, "a");
    LoneIngest.await(begun.future());
    Future<Acknowledgement> foreign = submit(id, UUID.randomUUID().toString(), "b");
    Future<Acknowledgement> proper = submit(id, chatId, "b");
    first.complete();

    assertThat(LoneIngest.await(bound).seq()).isEqualTo(1);
    assertThat(LoneIngest.await(proper).seq()).isEqualTo(2);
    assertThat(refusal(foreign).code()).isEqualTo(Refusal.Code.CONFLICT);
  }
}
