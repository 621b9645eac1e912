package com.plantapop.chat.ingest;

import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.config.ChatConfig.IngestConfig;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.contract.Draft;
import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.metrics.IngestMetrics;
import com.plantapop.chat.store.CallerPromise;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * The one way in for every event, whoever sends it (design section 5).
 *
 * <p>Guarantees: a submission gets exactly one answer, within the deadline (G6); an acknowledged
 * one is durable (G2) and is published on the bus once, after that (G1); the same event submitted
 * again gets its first acknowledgement (G3). What one caller submits to one address from one thread
 * is numbered in the order of its calls.
 */
public final class Ingest {
  private final Vertx vertx;
  private final Contract contract;
  private final List<IngestShard> shards;
  private final Backlog backlog;
  private final SendLimit sendLimit;
  private final IngestMetrics metrics;

  /**
   * @param shards one per event loop, already started
   * @param backlog the bound that all shards share
   */
  public Ingest(
      Vertx vertx,
      Contract contract,
      List<IngestShard> shards,
      Backlog backlog,
      IngestConfig config,
      IngestMetrics metrics) {
    this.metrics = metrics;
    this.vertx = vertx;
    this.contract = contract;
    this.shards = List.copyOf(shards);
    this.backlog = backlog;
    this.sendLimit = new SendLimit(config);
  }

  /** When what is asked now is answered, whatever it is. */
  public Deadline newDeadline() {
    return Deadline.in(shards.get(0).settings().deadlineMs());
  }

  /** As the other, for what arrives only now. */
  public Future<Acknowledgement> submit(Caller caller, Address address, String body) {
    return submit(caller, address, body, newDeadline());
  }

  /**
   * Submits an event to a log. May be called from any thread and never throws; the answer comes on
   * the caller's context. Fails with a {@link Refusal}, or with what else was thrown.
   *
   * @param caller whom the payload must name as the one it is from, and names when it does not; a
   *     service, which may name anybody, is named beside it
   * @param body the exact text of the JSON value, null when there is none
   * @param deadline when there is an answer, give or take a tenth of a second
   */
  public Future<Acknowledgement> submit(
      Caller caller, Address address, String body, Deadline deadline) {
    Promise<Acknowledgement> answer = CallerPromise.create(vertx);
    try {
      if (!address.kind().isSubmitted()) {
        throw Refusal.of(Refusal.Code.FORBIDDEN, "address: is written by the service itself");
      }
      sendLimit.check(caller, address);
      Draft draft = contract.check(address.kind(), body);
      Submission submission =
          new Submission(caller, address, draft, body.length(), answer, backlog, deadline);
      backlog.enter(1, submission.size());
      hand(submission);
    } catch (RuntimeException | StackOverflowError thrown) {
      answer.fail(thrown);
    }
    return answer.future().onSuccess(told -> metrics.acknowledged(told, deadline));
  }

  /** It is in the backlog, so it must be answered to leave it. */
  private void hand(Submission submission) {
    try {
      shard(submission.address()).accept(submission);
    } catch (RuntimeException thrown) {
      submission.refuse(thrown);
    }
  }

  /**
   * The log durably reaches {@code seq}: the next writer on this node numbers from there, and loses
   * no race to the one who wrote that on another. A hint, which only saves time: the store decides.
   * To be called on the event loop of the chat.
   */
  public void headSeen(Address address, long seq) {
    shard(address).headSeen(address, seq);
  }

  /** Notes for all nodes what ends rights; completes once it is durable. */
  Future<Void> note(ControlNote note, Deadline deadline) {
    return appendOwn(Address.CONTROL, note.payload(), deadline).mapEmpty();
  }

  /** Appends to a log of the service's own, whatever it says already; completes with its head. */
  Future<Long> appendOwn(Address address, Payload payload, Deadline deadline) {
    IngestShard shard = shard(address);
    return shard.call(
        () -> shard.ownLogs().append(address, () -> behindHead(shard, address, payload), deadline));
  }

  private static Future<OwnLogs.Plan> behindHead(
      IngestShard shard, Address address, Payload payload) {
    return shard.store().head(address).map(head -> OwnLogs.Plan.of(head, List.of(payload)));
  }

  /** Completes once everything submitted so far has its answer. */
  public Future<Void> drained() {
    return Future.join(shards.stream().map(IngestShard::drained).toList()).mapEmpty();
  }

  /** Which shard is responsible for a log. */
  IngestShard shard(Address address) {
    return shards.get(address.chat().shard(shards.size()));
  }
}
