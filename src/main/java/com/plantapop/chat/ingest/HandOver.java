package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusProof;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventHeaders;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;

/**
 * Asks the node that wins the races for a log to append a batch with its own: the loser's side, of
 * one lane. {@link Reception} is the other.
 */
final class HandOver {
  /** Of the deadline: enough is left for the store when nobody answers. */
  private static final int SHARE_OF_DEADLINE = 5;

  /** A winner's append takes milliseconds, and who is silent for so long may be dead. */
  private static final long MAX_PATIENCE_MS = 1_000;

  private final EventBus bus;
  private final BusProof proof;
  private final long patienceMs;
  private final Races races;

  /**
   * @param proof of this lane alone
   */
  HandOver(EventBus bus, BusProof proof, long patienceMs, Races races) {
    this.bus = bus;
    this.proof = proof;
    this.patienceMs = patienceMs;
    this.races = races;
  }

  /** How long a batch is left with another node, of a deadline in milliseconds. */
  static long patienceMs(long deadlineMs) {
    return Math.min(MAX_PATIENCE_MS, deadlineMs / SHARE_OF_DEADLINE);
  }

  /** The private address of a node, by its store's name. */
  static String busAddress(String writer) {
    return "chat.node." + writer + ".append";
  }

  /** What an answer is proven for: this request, by its own proof, and no other. */
  static String answerTo(String busAddress, String requestProof) {
    return busAddress + " answers " + requestProof;
  }

  /**
   * Fails when there is no answer in time, or none that can be believed; then the events may still
   * be appended there.
   *
   * @return one for each of {@code events}
   */
  Future<List<Taken>> offer(String writer, Address address, List<Event> events) {
    String to = busAddress(writer);
    Buffer frame = HandOverFrame.encode(address, events);
    String proven = proof.of(to, frame.getBytes());
    DeliveryOptions options =
        new DeliveryOptions().setSendTimeout(patienceMs).addHeader(EventHeaders.PROOF, proven);
    return bus.request(to, frame, options)
        .map(answer -> read(answer, answerTo(to, proven), events.size()))
        .onComplete(this::count);
  }

  /** Who answers without the secret is none of us, and may have stored nothing. */
  private List<Taken> read(Message<Object> answer, String what, int events) {
    String claimed = answer.headers().get(EventHeaders.PROOF);
    if (claimed == null
        || !(answer.body() instanceof Buffer taken)
        || !proof.holds(claimed, what, taken.getBytes())) {
      throw Refusal.of(Refusal.Code.FORBIDDEN, "an answer without proof");
    }
    return HandOverFrame.decodeAnswer(taken, events);
  }

  /** Whether {@link #offer} failed because nobody answered in time. */
  static boolean isSilence(Throwable failure) {
    return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT;
  }

  private void count(AsyncResult<List<Taken>> outcome) {
    boolean helped = outcome.succeeded() && outcome.result().stream().anyMatch(Taken::isAppended);
    races.handedOver(helped);
  }
}
