package com.plantapop.chat.store.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes runs, those of many logs in one ordered bulk write. Ordered means that a server inserts no
 * event whose predecessor in the write it has refused, so every prefix of every log is closed. It
 * stops at the first error: the runs before it are durable, the run that it lies in is left to the
 * {@link Resolver}, and those behind it are written again. Any thread.
 *
 * <p>The driver's retryable writes, which the connection string may switch off, repeat a write once
 * after a failed connection or a step-down, under the same transaction number: the server tells the
 * documents that it has by that number and reports them as inserted. A server that ignores the
 * number refuses them instead, and the caller learns of its own events as duplicates, as it does
 * when it repeats a write of unknown outcome itself.
 */
final class Writer {
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final MongoClient client;
  private final Failures failures;
  private final KnownHeads heads;
  private final Resolver resolver;
  private final String name;
  private final WriteQueue queue = new WriteQueue();

  /**
   * @param name kept with each event
   */
  Writer(MongoClient client, Failures failures, KnownHeads heads, Resolver resolver, String name) {
    this.client = client;
    this.failures = failures;
    this.heads = heads;
    this.resolver = resolver;
    this.name = name;
  }

  /** The event before the run is durable. */
  void write(Pending pending) {
    queue.add(pending);
    startWrites();
  }

  /** One thread at a time, and never from within itself: see {@link Lane}. */
  private void startWrites() {
    if (queue.mayStart()) {
      for (List<Pending> runs = queue.next(); !runs.isEmpty(); runs = queue.next()) {
        start(new Write(runs, name));
      }
    }
  }

  private void start(Write write) {
    write.refuse(System.nanoTime() - MAX_WAIT_NANOS);
    // A write without runs is over at once.
    Future<?> written = write.isEmpty() ? Future.succeededFuture() : Calls.start(() -> send(write));
    written.onComplete(outcome -> finish(write, outcome));
  }

  private Future<?> send(Write write) {
    return client.bulkWriteWithOptions(
        Names.EVENTS, write.operations(), new BulkWriteOptions().setOrdered(true));
  }

  private void finish(Write write, AsyncResult<?> outcome) {
    if (outcome.succeeded()) {
      write.runs().forEach(this::succeed);
      failures.none();
    } else if (Failures.isOfOneDocument(outcome.cause())) {
      stoppedAt(write, ((MongoBulkWriteException) outcome.cause()).getWriteErrors().get(0));
    } else {
      failed(write, failures.ofWrite(outcome.cause()));
    }
    queue.written();
    startWrites();
  }

  private void succeed(Pending pending) {
    heads.seen(pending.run().address(), pending.lastSeq());
    pending.succeed();
  }

  private void stoppedAt(Write write, BulkWriteError error) {
    int place = write.runOf(error.getIndex());
    Pending met = write.runs().get(place);
    int stored = error.getIndex() - write.firstOf(place);
    write.runs().subList(0, place).forEach(this::succeed);
    heads.seen(met.run().address(), stored == 0 ? 0 : met.run().firstSeq() + stored - 1);
    queue.putBack(write.runs().subList(place + 1, write.runs().size()));
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
      // No server takes writes: the next in the queue would wait as long to learn the same.
      queue.clear().forEach(run -> run.fail(refusal, false));
    }
  }
}
