package com.plantapop.chat.process;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A session over a SockJS transport that is no WebSocket; all that comes is kept as it is. */
final class HttpTransport implements AutoCloseable {
  enum Kind {
    XHR_STREAMING("/xhr_streaming"),
    EVENTSOURCE("/eventsource"),
    HTMLFILE("/htmlfile?c=cb"),
    XHR("/xhr"),
    JSONP("/jsonp?c=cb");

    private final String path;

    Kind(String path) {
      this.path = path;
    }

    private HttpMethod method() {
      return path.startsWith("/xhr") ? HttpMethod.POST : HttpMethod.GET;
    }
  }

  private final String session = "/eventbus/000/" + UUID.randomUUID().toString().replace("-", "");
  private final Queue<String> chunks = new ConcurrentLinkedQueue<>();
  private final HttpClient client;
  private final int port;
  private final Kind kind;

  /** Begins to listen. */
  HttpTransport(Vertx vertx, int port, Kind kind) {
    this.client = vertx.createHttpClient();
    this.port = port;
    this.kind = kind;
    listen();
  }

  /** One response after the other, as a browser does. */
  private void listen() {
    request(kind.method(), kind.path)
        .compose(HttpClientRequest::send)
        .onSuccess(this::read)
        .onFailure(cause -> chunks.add(cause.toString()));
  }

  private void read(HttpClientResponse response) {
    response.handler(chunk -> chunks.add(chunk.toString()));
    response.endHandler(end -> listen());
  }

  private Future<HttpClientRequest> request(HttpMethod method, String path) {
    return client.request(
        new RequestOptions()
            .setMethod(method)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(session + path));
  }

  /** Posts a frame; whether it was taken, which it is not before the session is there. */
  boolean say(String frame) {
    String frames = new JsonArray().add(frame).encode();
    boolean jsonp = kind == Kind.JSONP;
    String form = "d=" + URLEncoder.encode(frames, StandardCharsets.UTF_8);
    String type = jsonp ? "application/x-www-form-urlencoded" : "text/plain";
    return request(HttpMethod.POST, jsonp ? "/jsonp_send" : "/xhr_send")
        .compose(post -> post.putHeader("Content-Type", type).send(jsonp ? form : frames))
        .map(answer -> answer.statusCode() / 100 == 2)
        .await();
  }

  boolean hasHeard(String part) {
    return String.join("", chunks).contains(part);
  }

  @Override
  public void close() {
    client.close().await();
  }
}
