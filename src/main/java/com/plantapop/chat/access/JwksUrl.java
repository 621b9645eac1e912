package com.plantapop.chat.access;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fetches the issuer's keys from the one URL that the settings name, never from another. */
final class JwksUrl {
  private static final int MAX_BYTES = 1 << 20;
  private static final long TIMEOUT_SECONDS = 5;

  private final HttpClient client;
  private final RequestOptions request;

  JwksUrl(Vertx vertx, String url) {
    this.client = vertx.createHttpClient();
    this.request =
        new RequestOptions()
            .setAbsoluteURI(url)
            .setFollowRedirects(false)
            .setConnectTimeout(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
  }

  /** Fails with what went wrong, for the operator. */
  Future<List<JsonObject>> fetch() {
    return client.request(request).compose(JwksUrl::ask).map(body -> JwkSet.read(body.toString()));
  }

  private static Future<Buffer> ask(HttpClientRequest request) {
    return request
        .send()
        .compose(JwksUrl::body)
        .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .onFailure(cause -> request.reset());
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture(new KeysException("answers with " + response.statusCode()));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(chunk -> append(body, chunk, whole));
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private static void append(Buffer body, Buffer chunk, Promise<Buffer> whole) {
    if (body.length() + chunk.length() > MAX_BYTES) {
      whole.tryFail(new KeysException("answers with more than " + MAX_BYTES + " bytes"));
    } else if (!whole.future().isComplete()) {
      body.appendBuffer(chunk);
    }
  }
}
