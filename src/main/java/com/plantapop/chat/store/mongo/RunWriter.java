package com.plantapop.chat.store.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.ext.mongo.MongoClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Writes runs, each in a write that can end for one of them as it will without telling on the
 * others (see {@link Write}). What a uniqueness index refuses is left to the {@link Resolver}. Any
 * thread.
 *
 * <p>The driver's retryable writes, which the connection string may switch off, repeat a write once
 * after a failed connection or a step-down, under the same transaction number: the server tells the
 * documents that it has by that number and reports them as inserted. A server that ignores the
 * number refuses them instead, and the caller learns of its own events as duplicates, as it does
 * when it repeats a write of unknown outcome itself.
 */
final class RunWriter {
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final MongoClient client;
  private final Failures failures;
  private final KnownHeads heads;
  private final Resolver resolver;

  /**
   * Runs of one event each, the ordinary case. Several writes, so that one slow round trip does not
   * stop the others; few, so that writes grow. Below what any server takes in one command.
   */
  private final WriteQueue singles = new WriteQueue(4, 1_000);

  /**
   * Runs of several, one a write; with {@link RequestLimit} fewer than the driver has connections.
   */
  private final WriteQueue several = new WriteQueue(16, 1);

  RunWriter(MongoClient client, Failures failures, KnownHeads heads, Resolver resolver) {
    this.client = client;
    this.failures = failures;
    this.heads = heads;
    this.resolver = resolver;
  }

  /** The events before the runs are durable. */
  void write(List<Pending> runs) {
    singles.add(runs.stream().filter(pending -> pending.size() == 1).toList());
    several.add(runs.stream().filter(pending -> pending.size() > 1).toList());
    startWrites(singles);
    startWrites(several);
  }

  /** One thread at a time, and never from within itself: see {@link RequestLimit}. */
  private void startWrites(WriteQueue queue) {
    if (queue.mayStart()) {
      for (List<Pending> runs = queue.next(); !runs.isEmpty(); runs = queue.next()) {
        start(queue, new Write(runs, System.nanoTime() - MAX_WAIT_NANOS));
      }
    }
  }

  private void start(WriteQueue queue, Write write) {
    // A write without runs is over at once.
    Future<?> written = write.isEmpty() ? Future.succeededFuture() : Calls.start(() -> send(write));
    written.onComplete(outcome -> finish(queue, write, outcome));
  }

  private Future<?> send(Write write) {
    return client.bulkWriteWithOptions(Names.EVENTS, write.operations(), write.options());
  }

  private void finish(WriteQueue queue, Write write, AsyncResult<?> outcome) {
    if (outcome.succeeded()) {
      write.runs().forEach(this::succeed);
      failures.none();
    } else if (Failures.isOfDocuments(outcome.cause())) {
      refused(write, ((MongoBulkWriteException) outcome.cause()).getWriteErrors());
    } else {
      failed(write, failures.ofWrite(outcome.cause()));
    }
    queue.written();
    startWrites(queue);
  }

  private void succeed(Pending pending) {
    heads.seen(pending.run().address(), pending.lastSeq());
    pending.succeed();
  }

  /** Some documents were refused; the runs that have none of them are durable. */
  private void refused(Write write, List<BulkWriteError> errors) {
    Set<Pending> whole = new LinkedHashSet<>(write.runs());
    for (BulkWriteError error : errors) {
      Pending met = write.runs().get(write.runOf(error.getIndex()));
      whole.remove(met);
      refused(met, write.placeInRun(error.getIndex()), error);
    }
    whole.forEach(this::succeed);
  }

  private void refused(Pending met, int stored, BulkWriteError error) {
    heads.seen(met.run().address(), stored == 0 ? 0 : met.run().firstSeq() + stored - 1);
    if (error.getCategory() == ErrorCategory.DUPLICATE_KEY) {
      failures.none();
      resolver.resolve(met, stored);
    } else {
      // Such as a server that is shutting down: what follows the error may be stored or not.
      met.fail(failures.ofWrite(new MongoDocumentException(error)), stored > 0);
    }
  }

  private void failed(Write write, Refusal refusal) {
    write.runs().forEach(run -> run.fail(refusal, false));
    if (refusal.code() == Refusal.Code.UNAVAILABLE) {
      // No server takes writes: the next in the queues would wait as long to learn the same.
      singles.clear().forEach(run -> run.fail(refusal, false));
      several.clear().forEach(run -> run.fail(refusal, false));
    }
  }
}
