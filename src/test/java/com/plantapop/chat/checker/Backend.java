package com.plantapop.chat.checker;

import com.plantapop.chat.support.Jwts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Random;

/**
 * The service that owns the chats: asks for something over REST, at any node, until it is done. It
 * never gives up waiting for an answer: what nobody waits for may be done later all the same.
 * Touched on the loop only.
 */
final class Backend {
  private static final int CONNECT_MS = 3_000;
  private static final int DONE = 204;
  private static final int UNAVAILABLE = 503;
  private static final int UNKNOWN = 504;
  private static final int MAX_PAUSE_MS = 400;

  private final Bench bench;
  private final Random random;
  private final HttpClient http;

  /** What follows. */
  interface Done {
    /**
     * Is told who has done it.
     *
     * @param sure whether all attempts are over; else one whose answer was lost may still be done
     */
    void done(Node node, boolean sure);
  }

  private record Request(HttpMethod method, String path, String body, Done done) {}

  Backend(Bench bench, Loop loop, Random random) {
    this.bench = bench;
    this.random = random;
    HttpClientOptions options =
        new HttpClientOptions().setConnectTimeout(CONNECT_MS).setKeepAlive(false);
    this.http = loop.vertx().createHttpClient(options, new PoolOptions().setHttp1MaxSize(100));
  }

  void ask(HttpMethod method, String path, String body, Done done) {
    attempt(new Request(method, path, body, done), true);
  }

  private void attempt(Request request, boolean sure) {
    List<Node> up = bench.nodes().stream().filter(Node::isUp).toList();
    if (up.isEmpty()) {
      again(request, sure);
      return;
    }
    Node node = up.get(random.nextInt(up.size()));
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost("127.0.0.1")
            .setPort(Math.max(1, node.port()))
            .setURI(request.path())
            .putHeader("Authorization", "Bearer " + Jwts.of(Jwts.serviceClaims("shop")));
    http.request(options)
        .onFailure(notConnected -> again(request, sure))
        .onSuccess(open -> send(open, request, node, sure));
  }

  private void send(HttpClientRequest open, Request request, Node node, boolean sure) {
    open.putHeader("Content-Type", "application/json")
        .send(Buffer.buffer(request.body()))
        .onSuccess(answer -> answered(answer.statusCode(), request, node, sure))
        .onFailure(unanswered -> again(request, false));
  }

  private void answered(int status, Request request, Node node, boolean sure) {
    bench.counts().add("REST: " + request.method() + " " + status);
    if (status == DONE) {
      request.done().done(node, sure);
    } else if (status == UNAVAILABLE || status == UNKNOWN) {
      again(request, sure && status == UNAVAILABLE);
    } else {
      bench.journal().violation("REST: %s is answered %d by %s".formatted(request, status, node));
    }
  }

  private void again(Request request, boolean sure) {
    bench.later(1 + random.nextInt(MAX_PAUSE_MS), () -> attempt(request, sure));
  }
}
