package com.plantapop.chat.checker;

import com.plantapop.chat.support.Frames;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A client's socket: to some node that is up, with a token that is renewed in time, and another one
 * as soon as it is closed. Touched on the loop only.
 */
final class Connection {
  private static final int MAX_PAUSE_MS = 300;
  private static final int RENEW_MS = 5_000;
  private static final String PING = "{\"type\":\"ping\"}";

  private final Client client;
  private final Person person;
  private final Random random;
  private final Bench bench;
  private Node node;
  private Token token;
  private WebSocket socket;
  private boolean closed;

  Connection(Client client, Person person, Random random, Bench bench) {
    this.client = client;
    this.person = person;
    this.random = random;
    this.bench = bench;
  }

  boolean isOpen() {
    return socket != null;
  }

  /** The one that it is, or was last, open to. */
  Node node() {
    return node;
  }

  /** The one that the node has heard last, or will. */
  Token token() {
    return token;
  }

  /** Dials until a node answers. */
  void dial() {
    if (!closed && !(person.mayHaveToken() && dial(person.newToken(), this::dialled))) {
      dialLater();
    }
  }

  private interface Outcome {
    void take(AsyncResult<WebSocket> outcome, Node node, Token shown);
  }

  /** Returns whether there is a node. */
  private boolean dial(Token shown, Outcome then) {
    List<Node> up = bench.nodes().stream().filter(Node::isUp).toList();
    if (up.isEmpty()) {
      return false;
    }
    Node chosen = up.get(random.nextInt(up.size()));
    bench.dialer().dial(chosen, shown).onComplete(outcome -> then.take(outcome, chosen, shown));
    return true;
  }

  private void dialLater() {
    bench.later(1 + random.nextInt(MAX_PAUSE_MS), this::dial);
  }

  private void dialled(AsyncResult<WebSocket> outcome, Node chosen, Token shown) {
    bench.counts().add(outcome.succeeded() ? "sockets: opened" : "sockets: not opened");
    node = chosen;
    token = shown;
    if (outcome.failed()) {
      if (Dialer.isRefused(outcome.cause())) {
        bench.rights().unauthenticated(client, "a new socket");
      }
      dialLater();
      return;
    }
    WebSocket opened = outcome.result();
    socket = opened;
    opened.textMessageHandler(text -> received(opened, text, client::receive));
    opened.exceptionHandler(broken -> {});
    opened.closeHandler(gone -> lost(opened));
    client.opened();
    renewLater(opened);
  }

  private void received(WebSocket from, String text, Consumer<JsonObject> taker) {
    if (from == socket) {
      taker.accept(new JsonObject(text));
    }
  }

  private void lost(WebSocket gone) {
    if (socket == gone) {
      bench.counts().add("sockets: closed with " + gone.closeStatusCode());
      socket = null;
      client.lost(gone.closeStatusCode());
      dialLater();
    }
  }

  private void renewLater(WebSocket own) {
    bench.later(RENEW_MS / 2 + random.nextInt(RENEW_MS), () -> renew(own));
  }

  /** One that may be revoked is not renewed: that would save the socket. */
  private void renew(WebSocket own) {
    if (own == socket) {
      if (person.mayHaveToken() && !token.mayBeRevoked()) {
        token = person.newToken();
        bench.counts().add("tokens: renewed");
        write(Frames.withToken(PING, token.text()));
      }
      renewLater(own);
    }
  }

  /** Tries to open one more with a token that was revoked then. */
  void tryRevoked(Token revoked, Moment since) {
    dial(revoked, (outcome, chosen, shown) -> triedRevoked(outcome, chosen, since));
  }

  private void triedRevoked(AsyncResult<WebSocket> outcome, Node chosen, Moment since) {
    if (outcome.succeeded()) {
      bench.rights().letIn(client, chosen, since);
      outcome.result().close();
    } else if (Dialer.isRefused(outcome.cause())) {
      bench.counts().add("rights: revoked, no socket");
    }
  }

  void write(String frame) {
    if (socket != null) {
      socket.writeTextMessage(frame);
    }
  }

  /** Leaves for another node. */
  void hop() {
    if (socket != null) {
      socket.close();
    }
  }

  void close() {
    closed = true;
    hop();
  }
}
