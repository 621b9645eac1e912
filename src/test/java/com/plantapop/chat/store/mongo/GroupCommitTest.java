package com.plantapop.chat.store.mongo;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.Samples.run;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.support.TcpProxy;
import com.plantapop.chat.support.TestMongo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes while the server is busy goes to it together. */
@ExtendWith(VertxExtension.class)
class GroupCommitTest {
  private final TestMongo mongo = TestMongo.inThisJvm();
  private final Queue<BsonDocument> inserts = new ConcurrentLinkedQueue<>();
  private TcpProxy line;
  private EventStore store;

  @BeforeEach
  void open(Vertx vertx) throws Exception {
    line = new TcpProxy(Integer.parseInt(mongo.uri().replaceAll(".*:(\\d+)/.*", "$1")));
    CommandListener listener =
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            if (event.getCommandName().equals("insert")) {
              inserts.add(event.getCommand().clone());
            }
          }
        };
    String uri = "mongodb://127.0.0.1:" + line.port() + "/group";
    store = await(new MongoOpening(vertx, uri, s -> s.addCommandListener(listener)).open());
    // So that the connections are there.
    await(Future.join(runs(99).stream().map(run -> store.append(List.of(run)).get(0)).toList()));
    inserts.clear();
  }

  @AfterEach
  void close() throws Exception {
    await(store.close());
    line.close();
    mongo.close();
  }

  private static List<Run> runs(int count) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(run(newLog(), event(1, "a")));
    }
    return runs;
  }

  @Test
  void runsOfOneEventThatWaitShareAWrite() throws Exception {
    List<Future<AppendResult>> answers = new ArrayList<>();
    line.hold();
    runs(600).forEach(run -> answers.addAll(store.append(List.of(run))));
    line.release();
    await(Future.join(answers));

    // Four under way, then all the others; more only where a write came back at once.
    assertThat(inserts).hasSizeBetween(5, 9);
    assertThat(inserts.stream().mapToInt(insert -> insert.getArray("documents").size()).sum())
        .isEqualTo(600);
  }

  /** More than all writes at a time take. */
  @Test
  void manyRunsOfOneCallAreAllWritten() {
    List<Future<AppendResult>> answers = store.append(runs(7_500));
    await(Future.join(answers));

    assertThat(answers).allMatch(answer -> answer.result().appended() == 1);
  }

  @Test
  void runsOfSeveralEventsGoAloneAndAllOfThem() {
    List<Address> logs = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      logs.add(newLog());
      runs.add(new Run(logs.get(i), events(1, 3)));
    }
    await(Future.join(store.append(runs)));

    assertThat(inserts).hasSize(100).allMatch(insert -> insert.getBoolean("ordered").getValue());
    assertThat(await(store.heads(logs))).hasSize(100).containsValue(3L).doesNotContainValue(0L);
  }
}
