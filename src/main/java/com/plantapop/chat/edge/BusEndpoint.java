package com.plantapop.chat.edge;

import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/**
 * The door for internal services: answers requests on {@link BusAddresses}, whoever in the cluster
 * asks. A refusal is a {@code ReplyException} with our code and a text that names the field.
 *
 * <p>Deployed once per node. Each address has exactly one registration per node: with different
 * numbers of them, Vert.x 5.0 would send everything to some nodes and nothing to others.
 */
public final class BusEndpoint extends VerticleBase {
  private final BusRequests requests;
  private final Authenticator authenticator;
  private final EdgeMetrics metrics;
  private final ThrottledLog log =
      new ThrottledLog(Level.WARN, "bus messages refused that must be requests");
  private List<MessageConsumer<Object>> consumers = List.of();
  private int underWay;
  private Promise<Void> quiet;

  public BusEndpoint(EdgeVerticle.Shared shared) {
    int maxBytes = shared.config().edge().maxFrameBytes();
    this.requests = new BusRequests(shared.ingest(), shared.hub().history(), maxBytes);
    this.authenticator = shared.authenticator();
    this.metrics = shared.metrics();
  }

  /** Completes when this node knows that it listens; the others learn of it a moment later. */
  @Override
  public Future<?> start() {
    consumers =
        Stream.of(BusAddresses.SUBMIT, BusAddresses.HISTORY)
            .map(address -> vertx.eventBus().consumer(address, this::receive))
            .toList();
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
  }

  /**
   * Sends those who ask to other nodes, and completes once what was asked here has its answer. A
   * request that is on its way at this moment is lost: its sender sees a time-out and may retry.
   * May be called from any thread.
   */
  public Future<Void> drain() {
    Promise<Void> drained = Promise.promise();
    context.runOnContext(turn -> drain(drained));
    return drained.future();
  }

  private void drain(Promise<Void> drained) {
    Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .transform(unregistered -> answered())
        .onComplete(drained);
  }

  private Future<Void> answered() {
    quiet = Promise.promise();
    tellWhenQuiet();
    return quiet.future();
  }

  private void receive(Message<Object> message) {
    if (message.replyAddress() == null) {
      // Nobody would learn whether it was taken, and a publish reaches every node.
      log.about(message.address());
      return;
    }
    underWay++;
    Faults.call(() -> authenticator.behindService(message.headers()))
        .compose(caller -> requests.serve(caller, message.address(), message.body()))
        .onComplete(outcome -> answer(message, outcome));
  }

  private void answer(Message<Object> message, AsyncResult<JsonObject> outcome) {
    try {
      if (outcome.succeeded()) {
        message.reply(outcome.result());
      } else {
        Refusal refusal = metrics.refused(Faults.refusalFor(outcome.cause()));
        message.fail(refusal.code().number(), refusal.getMessage());
      }
    } finally {
      underWay--;
      tellWhenQuiet();
    }
  }

  private void tellWhenQuiet() {
    if (quiet != null && underWay == 0) {
      quiet.tryComplete();
    }
  }
}
