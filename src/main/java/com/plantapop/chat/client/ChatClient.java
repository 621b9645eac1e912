package com.plantapop.chat.client;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * The chat for services of the same cluster. Needs nothing but a clustered {@link Vertx}; the nodes
 * answer over the event bus, whichever of them are there. Safe to use from any thread; every future
 * completes on the caller's context.
 *
 * <p><b>Delivery</b>: an acknowledged event is durable (G2), and every {@link Subscription} to its
 * address gets it, in order and without gaps.
 *
 * <p><b>Order</b>: each address has one order, the same for all. Events sent one after the other's
 * acknowledgement keep theirs; those sent without waiting may go to different nodes and be numbered
 * in any order.
 *
 * <p><b>Idempotency</b>: a message is one event however often it is sent, by its {@code id}; a
 * receipt by its {@code messageId} and {@code recipient} (G3). A repeat gets the first
 * acknowledgement again, marked as duplicate; the same id with other content fails with CONFLICT.
 *
 * <p><b>Failures</b> are {@link Refusal}s, and nothing is sent twice unless the caller does it.
 * Retry, after a pause that grows, when the code is UNAVAILABLE (not stored as far as known: no
 * node, or one that is too busy or stopping) or UNKNOWN_OUTCOME (no answer: it may be stored), with
 * the same object, which carries its id. FAULT is a bug of a node, which has it in its log. All
 * other codes stay the same until the request is changed. Every request has its answer within
 * {@link ClientSettings#requestTimeoutMs}. Subscriptions retry by themselves.
 */
public final class ChatClient {
  private final Vertx vertx;
  private final ClientSettings settings;
  private final Requests requests;

  private ChatClient(Vertx vertx, ClientSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.requests = new Requests(vertx, settings.requestTimeoutMs());
  }

  public static ChatClient create(Vertx vertx) {
    return create(vertx, ClientSettings.DEFAULTS);
  }

  public static ChatClient create(Vertx vertx, ClientSettings settings) {
    return new ChatClient(vertx, settings);
  }

  /**
   * Submits a message. The acknowledgement says that it is durable (G2); all subscribers get it.
   *
   * @param message put is a random {@code id} when it has none, so that the same object can be sent
   *     again
   */
  public Future<Acknowledgement> send(ChatId chat, JsonObject message) {
    if (!message.containsKey("id")) {
      message.put("id", UUID.randomUUID().toString());
    }
    return submit(Address.messages(chat), message);
  }

  /**
   * Submits a receipt. It must name a message of that chat; a reader's first one for a message
   * stands, and says so again when repeated.
   */
  public Future<Acknowledgement> receipt(ChatId chat, JsonObject receipt) {
    return submit(Address.receipts(chat), receipt);
  }

  private Future<Acknowledgement> submit(Address address, JsonObject body) {
    try {
      return requests.submit(address, body.encode());
    } catch (EncodeException notJson) {
      return Future.failedFuture(Refusal.malformed("body: not JSON"));
    }
  }

  /**
   * Subscribes to every event after a cursor; see {@link Subscription} for what is guaranteed. The
   * handler is called on the caller's context, never before the future has completed.
   *
   * @param since the number of the last event that is known, 0 for all
   * @return fails with MALFORMED when {@code since} is beyond the log, and with UNAVAILABLE when no
   *     node could tell
   */
  public Future<Subscription> subscribe(Address address, long since, Handler<ChatEvent> handler) {
    if (since < 0) {
      throw new IllegalArgumentException("since starts at 0, not " + since);
    }
    return Subscription.open(vertx, requests, settings, address, since, handler);
  }

  /**
   * As the other, for events that come from now on; {@link Subscription#cursor} tells from where.
   */
  public Future<Subscription> subscribe(Address address, Handler<ChatEvent> handler) {
    return Subscription.open(vertx, requests, settings, address, Subscription.NOW, handler);
  }

  /**
   * The oldest events after a number. A page ends early when its bodies reach about a megabyte.
   *
   * @param limit 1 to 200
   */
  public Future<HistoryPage> historyAfter(Address address, long after, int limit) {
    return requests.history(address, new JsonObject().put("after", after).put("limit", limit));
  }

  /** The newest events before a number; bounded like {@link #historyAfter}. */
  public Future<HistoryPage> historyBefore(Address address, long before, int limit) {
    return requests.history(address, new JsonObject().put("before", before).put("limit", limit));
  }

  /** The newest events; bounded like {@link #historyAfter}. */
  public Future<HistoryPage> history(Address address, int limit) {
    return requests.history(address, new JsonObject().put("limit", limit));
  }
}
