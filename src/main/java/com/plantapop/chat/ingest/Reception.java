package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.BusProof;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.EventHeaders;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.CallerPromise;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes in what other nodes hand over: the winner's side of {@link HandOver}. Guests queue behind
 * the node's own events, within the same bounds, and for no longer than their node waits for them.
 * Only who knows the store's secret is heard. Deployed once; touched on its event loop only.
 */
public final class Reception extends VerticleBase {
  private final Ingest ingest;
  private final Backlog backlog;
  private final BusProof proof;
  private final Races races;
  private final String address;
  private MessageConsumer<Object> consumer;

  /**
   * @param proof for this verticle alone
   * @param writer the name of this node's store
   */
  public Reception(Ingest ingest, Backlog backlog, BusProof proof, Races races, String writer) {
    this.ingest = ingest;
    this.backlog = backlog;
    this.proof = proof;
    this.races = races;
    this.address = HandOver.busAddress(writer);
  }

  @Override
  public Future<?> start() {
    consumer = vertx.eventBus().consumer(address);
    consumer.handler(this::receive);
    return consumer.completion();
  }

  /** From now on others append themselves; those who are in stay in. Once started only. */
  public Future<Void> close() {
    return consumer.unregister();
  }

  private void receive(Message<Object> message) {
    try {
      String claimed = message.headers().get(EventHeaders.PROOF);
      takeIn(provenFrame(message, claimed))
          .onSuccess(taken -> answer(message, HandOver.answerTo(address, claimed), taken));
    } catch (Refusal refusal) {
      races.refusedGuests();
      message.fail(refusal.code().number(), refusal.getMessage());
    }
  }

  private HandOverFrame provenFrame(Message<Object> message, String claimed) {
    if (claimed == null
        || !(message.body() instanceof Buffer frame)
        || !proof.holds(claimed, address, frame.getBytes())) {
      throw Refusal.of(Refusal.Code.FORBIDDEN, "no proof");
    }
    try {
      return HandOverFrame.decode(frame);
    } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
      throw Refusal.malformed("not a hand-over of this version");
    }
  }

  /** All or none: were one let in after another was refused, their order would be lost. */
  private Future<List<Taken>> takeIn(HandOverFrame frame) {
    backlog.enter(frame.items().size(), frame.payloadBytes());
    Lane lane = ingest.lane(frame.address());
    Deadline deadline = lane.guestDeadline();
    List<Submission> guests = new ArrayList<>();
    List<Future<Taken>> taken = new ArrayList<>();
    for (HandOverFrame.Item item : frame.items()) {
      Promise<Acknowledgement> answer = CallerPromise.create(vertx);
      taken.add(answer.future().transform(outcome -> Future.succeededFuture(Taken.of(outcome))));
      guests.add(
          Submission.guest(frame.address(), item.key(), item.payload(), answer, backlog, deadline));
    }
    lane.acceptGuests(guests);
    return Future.join(taken).map(all -> all.<Taken>list());
  }

  private void answer(Message<Object> message, String what, List<Taken> taken) {
    races.tookIn((int) taken.stream().filter(Taken::isAppended).count());
    Buffer body = HandOverFrame.encodeAnswer(taken);
    String proven = proof.of(what, body.getBytes());
    message.reply(body, new DeliveryOptions().addHeader(EventHeaders.PROOF, proven));
  }
}
