package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.JsonText;
import com.plantapop.chat.edge.Posts;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request on its way to its one answer, which comes by the deadline (G6) whatever becomes of its
 * body or of the work. Lives on the event loop of its connection.
 */
final class Exchange {
  /** Whoever knows the outcome better has its say first. */
  private static final long GRACE_MS = 250;

  /** A page of the past exists as text and as bytes until the client has read it. */
  private static final long COPIES = 2;

  private static final int NOT_COUNTED_BYTES = 8_192;
  private static final int TIMED_OUT = 408;
  private static final Handler<Throwable> GONE = cause -> {};

  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Deadline deadline;
  private final Budget budget;
  private final EdgeMetrics metrics;
  private final Promise<RestAnswer> answer = Promise.promise();
  private boolean waitsForBody;
  private Runnable whenLeft = () -> {};

  Exchange(
      Vertx vertx,
      HttpServerRequest request,
      Deadline deadline,
      Budget budget,
      EdgeMetrics metrics) {
    this.metrics = metrics;
    this.vertx = vertx;
    this.request = request;
    this.deadline = deadline;
    this.budget = budget;
  }

  /** To be called before the answer: runs when that has been read, or cannot be any more. */
  void whenLeft(Runnable run) {
    whenLeft = run;
  }

  /** Answers with what comes of {@code work}, or says that it takes too long. */
  void answerWith(Future<RestAnswer> work) {
    long timer = vertx.setTimer(deadline.timerMs() + GRACE_MS, late -> answer.tryFail(late()));
    answer.future().onComplete(outcome -> vertx.cancelTimer(timer));
    answer.future().onSuccess(this::send).onFailure(this::refuse);
    work.onSuccess(answer::tryComplete).onFailure(answer::tryFail);
  }

  private RuntimeException late() {
    if (waitsForBody) {
      return new Problem(TIMED_OUT, "body: did not come in time");
    }
    return request.method().equals(HttpMethod.GET)
        ? Refusal.of(Refusal.Code.UNAVAILABLE, "no answer in time; retry")
        : Refusal.of(Refusal.Code.UNKNOWN_OUTCOME, "not known to be done in time; retry");
  }

  /**
   * The body that an operation takes; to be called before any of it has come. Fails with a Problem
   * or a Refusal.
   */
  Future<String> body(Posts posts) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !JSON.matcher(type).matches()) {
      return Future.failedFuture(new Problem(415, "content-type: must be application/json"));
    }
    waitsForBody = true;
    return posts.body(request, answer.future()).map(this::text);
  }

  private String text(Buffer body) {
    waitsForBody = false;
    return JsonText.decodeUtf8(body.getBytes())
        .orElseThrow(() -> Refusal.malformed("body: not UTF-8"));
  }

  private void send(RestAnswer done) {
    long room = done.text().length() > NOT_COUNTED_BYTES ? COPIES * done.text().length() : 0;
    if (!budget.tryReserveOfHalf(room)) {
      refuse(Budget.noRoom());
      return;
    }
    HttpServerResponse response = request.response();
    done.location().ifPresent(path -> response.putHeader(HttpHeaders.LOCATION, path));
    end(done.status(), "application/json", done.text()).onComplete(left -> budget.release(room));
  }

  private void refuse(Throwable cause) {
    Problem problem = Problem.of(cause);
    boolean isLate = problem.status() == TIMED_OUT;
    metrics.refused(
        problem.status(), isLate ? Optional.of(Limit.REQUEST_TIME) : problem.refusal().limit());
    HttpServerResponse response = request.response();
    problem
        .refusal()
        .retryAfterMs()
        .ifPresent(ms -> response.putHeader(HttpHeaders.RETRY_AFTER, "" + (ms + 999) / 1_000));
    if (problem.status() == Refusal.Code.NOT_AUTHENTICATED.number()) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    Future<Void> left = end(problem.status(), Problem.CONTENT_TYPE, problem.text());
    if (isLate) { // Whoever is still sending is not waited for.
      left.eventually(request.connection()::close).onFailure(GONE);
    }
  }

  private Future<Void> end(int status, String type, String text) {
    return write(status, type, text).onComplete(left -> whenLeft.run());
  }

  private Future<Void> write(int status, String type, String text) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return Future.failedFuture("the client is gone");
    }
    if (!text.isEmpty()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    }
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(text)
        .onFailure(GONE);
  }
}
