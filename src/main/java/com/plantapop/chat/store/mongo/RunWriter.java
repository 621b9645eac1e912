package com.plantapop.chat.store.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/**
 * Writes runs, each in a write that can end for one of them as it will without telling on the
 * others: a run of several events alone and in order, since a server that goes on behind a refused
 * event would leave a hole; runs of one event together and in no order, since none has to do with
 * the others. Any thread.
 *
 * <p>The driver's retryable writes, which the connection string may switch off, repeat a write once
 * after a failed connection or a step-down, under the same transaction number: the server tells the
 * documents that it has by that number and reports them as inserted. A server that ignores the
 * number refuses them instead, and the caller learns of its own events as duplicates, as it does
 * when it repeats a write of unknown outcome itself.
 */
final class RunWriter {
  /** Of one write, below what any server takes in one command. */
  private static final int MAX_EVENTS = 1_000;

  /** Several, so that one slow round trip does not stop the others; few, so that writes grow. */
  private static final int MAX_TOGETHER = 4;

  private static final int MAX_ALONE = 16;
  private static final long MAX_BYTES = 8L << 20;

  private final MongoClient client;
  private final Failures failures;
  private final KnownHeads heads;
  private final ObjIntConsumer<Pending> refused;

  private final RequestLimit alone = new RequestLimit(MAX_ALONE);

  /** Runs of one event. Those that come while all writes are under way share the next one. */
  private final ArrayDeque<Pending> singles = new ArrayDeque<>();

  private int writesOfSingles;

  /**
   * @param refused settles a run that a uniqueness index has refused, all but its first so many
   *     events, which are durable
   */
  RunWriter(
      MongoClient client, Failures failures, KnownHeads heads, ObjIntConsumer<Pending> refused) {
    this.client = client;
    this.failures = failures;
    this.heads = heads;
    this.refused = refused;
  }

  /** The events before the runs are durable. */
  void write(List<Pending> runs) {
    for (Pending run : runs) {
      if (run.size() == 1) {
        synchronized (singles) {
          singles.add(run);
        }
      } else {
        alone.run(() -> send(List.of(run))).onFailure(busy -> run.fail(busy, false));
      }
    }
    writeSingles();
  }

  private void writeSingles() {
    while (mayWriteSingles()) {
      RequestLimit.start(() -> send(takeSingles())).onComplete(written -> singlesWritten());
    }
  }

  private boolean mayWriteSingles() {
    synchronized (singles) {
      boolean may = !singles.isEmpty() && writesOfSingles < MAX_TOGETHER;
      writesOfSingles += may ? 1 : 0;
      return may;
    }
  }

  private void singlesWritten() {
    synchronized (singles) {
      writesOfSingles--;
    }
    writeSingles();
  }

  private List<Pending> takeSingles() {
    List<Pending> taken = new ArrayList<>();
    synchronized (singles) {
      long bytes = 0;
      while (!singles.isEmpty() && taken.size() < MAX_EVENTS && bytes < MAX_BYTES) {
        bytes += singles.peek().bytes();
        taken.add(singles.poll());
      }
    }
    return taken;
  }

  private void failSingles(Refusal refusal) {
    List<Pending> all;
    synchronized (singles) {
      all = List.copyOf(singles);
      singles.clear();
    }
    all.forEach(run -> run.fail(refusal, false));
  }

  /** Never fails: each run is told what became of it. */
  private Future<?> send(List<Pending> runs) {
    List<Pending> sent = new ArrayList<>(runs.size());
    List<BulkOperation> inserts = new ArrayList<>();
    runs.forEach(run -> add(run, sent, inserts));
    if (sent.isEmpty()) {
      return Future.succeededFuture();
    }
    BulkWriteOptions options = new BulkWriteOptions().setOrdered(sent.size() == 1);
    return RequestLimit.start(() -> client.bulkWriteWithOptions(Names.EVENTS, inserts, options))
        .onComplete(outcome -> finish(sent, outcome))
        .otherwiseEmpty();
  }

  private static void add(Pending run, List<Pending> sent, List<BulkOperation> inserts) {
    if (run.isLate()) {
      run.fail(StoreRefusals.busy(), false);
      return;
    }
    List<BulkOperation> own = new ArrayList<>(run.size());
    try {
      for (Event event : run.run().events()) {
        own.add(BulkOperation.createInsert(Documents.of(run.address(), event)));
      }
    } catch (Refusal refusal) {
      run.fail(refusal, false);
      return;
    }
    sent.add(run);
    inserts.addAll(own);
  }

  private void finish(List<Pending> sent, AsyncResult<?> outcome) {
    if (outcome.succeeded()) {
      sent.forEach(this::succeed);
      failures.none();
    } else if (Failures.isOfDocuments(outcome.cause())) {
      refused(sent, ((MongoBulkWriteException) outcome.cause()).getWriteErrors());
    } else {
      failed(sent, failures.ofWrite(outcome.cause()));
    }
  }

  private void succeed(Pending run) {
    if (!run.run().isEnd()) {
      heads.seen(run.address(), run.before() + run.size());
    }
    run.succeed();
  }

  /** Some documents were refused; the runs that have none of them are durable. */
  private void refused(List<Pending> sent, List<BulkWriteError> errors) {
    Set<Pending> whole = new LinkedHashSet<>(sent);
    for (BulkWriteError error : errors) {
      boolean singles = sent.size() > 1;
      Pending met = sent.get(singles ? error.getIndex() : 0);
      whole.remove(met);
      refused(met, singles ? 0 : error.getIndex(), error);
    }
    whole.forEach(this::succeed);
  }

  private void refused(Pending met, int stored, BulkWriteError error) {
    heads.seen(met.address(), stored == 0 ? 0 : met.before() + stored);
    if (error.getCategory() == ErrorCategory.DUPLICATE_KEY) {
      failures.none();
      refused.accept(met, stored);
    } else {
      // Such as a server that is shutting down: what follows the error may be stored or not.
      MongoException cause = new MongoException(error.getCode(), "a document was refused");
      met.fail(failures.ofWrite(cause), stored > 0);
    }
  }

  private void failed(List<Pending> sent, Refusal refusal) {
    sent.forEach(run -> run.fail(refusal, false));
    if (refusal.code() == Refusal.Code.UNAVAILABLE) {
      // No server takes writes: the next would wait as long to learn the same.
      failSingles(refusal);
    }
  }
}
