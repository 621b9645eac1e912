package com.plantapop.chat.edge;

import com.plantapop.chat.access.KeysException;
import com.plantapop.chat.access.Revocations;
import com.plantapop.chat.access.Tokens;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.edge.Identity.Proof;
import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks requests for their token: in the header {@code Authorization}, or in the query parameter
 * {@code access_token} where a browser opens a socket and cannot set headers. Any thread.
 */
public final class Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final String PARAMETER = "access_token";

  /** Empty in open mode. */
  private final Optional<Tokens> tokens;

  private final Revocations revocations;
  private final CallerLimits limits;
  private final EdgeMetrics metrics;
  private final long graceNanos;

  /** Reads the keys, if there are any; fails with a {@link KeysException}. */
  public static Future<Authenticator> open(
      Vertx vertx, ChatConfig config, Revocations revocations, EdgeMetrics metrics) {
    return config.auth().isOpen()
        ? Future.succeededFuture(new Authenticator(Optional.empty(), revocations, config, metrics))
        : Tokens.open(vertx, config.auth().jwt())
            .map(tokens -> new Authenticator(Optional.of(tokens), revocations, config, metrics));
  }

  private Authenticator(
      Optional<Tokens> tokens, Revocations revocations, ChatConfig config, EdgeMetrics metrics) {
    this.metrics = metrics;
    this.tokens = tokens;
    this.revocations = revocations;
    this.limits = new CallerLimits(config.edge());
    this.graceNanos = TimeUnit.SECONDS.toNanos(config.auth().graceSeconds());
  }

  /**
   * Hands on who opens a socket, which may be nobody yet; whoever brings a bad token gets a 401.
   */
  void identify(HttpServerRequest request, Handler<Identity> then) {
    if (tokens.isEmpty()) {
      then.handle(Identity.OPEN);
      return;
    }
    Future<Optional<Proof>> proof = Faults.call(() -> proof(request));
    if (proof.isComplete()) {
      decide(request, proof, then);
    } else {
      request.pause(); // who reads it comes later
      proof.onComplete(outcome -> decide(request, outcome, then));
    }
  }

  /** Who makes a request that must say so; fails with a Refusal: 401, or 429 for one too many. */
  public Future<Caller> caller(HttpServerRequest request) {
    return tokens.isEmpty()
        ? Future.succeededFuture(Caller.ANYONE)
        : Faults.call(() -> proof(request)).map(this::require);
  }

  private Caller require(Optional<Proof> proof) {
    Caller caller = proof.orElseThrow(Authenticator::noToken).caller();
    limits.pass(caller);
    return caller;
  }

  private static Refusal noToken() {
    return Refusal.of(Refusal.Code.NOT_AUTHENTICATED, "token: none was brought");
  }

  private void decide(
      HttpServerRequest request, AsyncResult<Optional<Proof>> proof, Handler<Identity> then) {
    if (proof.failed()) {
      Refusal refusal = metrics.refused(Faults.refusalFor(proof.cause()));
      Answers.notAuthenticated(request, refusal.getMessage());
    } else {
      then.handle(new Identity(this, limits, proof.result(), System.nanoTime() + graceNanos));
    }
    request.resume();
  }

  /** See {@link CallerLimits#begin}. */
  public Runnable begin(Caller caller) {
    return limits.begin(caller);
  }

  /**
   * Goes on with what {@code begun} has begun, for whoever that was: with the same token, which may
   * have ended meanwhile (a URL keeps the one that it was made with), or another one of the same
   * subject.
   */
  void resume(HttpServerRequest request, Identity begun, Runnable then) {
    if (begun.isOpen() || bringsAgain(request, begun)) {
      then.run();
    } else {
      identify(request, now -> goOn(request, begun, now, then));
    }
  }

  private static boolean bringsAgain(HttpServerRequest request, Identity begun) {
    List<String> given = given(request);
    return given.size() == begun.begun().stream().count()
        && begun.begun().filter(proof -> !proof.digest().equals(digest(given.get(0)))).isEmpty();
  }

  private void goOn(HttpServerRequest request, Identity begun, Identity now, Runnable then) {
    if (now.begun().isEmpty()) {
      Refusal refusal = Refusal.of(Refusal.Code.NOT_AUTHENTICATED, "token: none was brought");
      Answers.notAuthenticated(request, metrics.refused(refusal).getMessage());
    } else if (!begun.mayBeOf(now.begun().get())) {
      String why = "token: is another's than this session's";
      metrics.refused(Refusal.of(Refusal.Code.FORBIDDEN, why));
      Answers.end(request, 403, why);
    } else {
      then.run();
    }
  }

  private Future<Optional<Proof>> proof(HttpServerRequest request) {
    List<String> given = given(request);
    if (given.size() > 1) {
      // A proxy before us and we might look at different ones.
      throw Refusal.of(Refusal.Code.NOT_AUTHENTICATED, "token: more than one was brought");
    }
    return given.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : verify(given.get(0)).map(caller -> Optional.of(new Proof(digest(given.get(0)), caller)));
  }

  private static List<String> given(HttpServerRequest request) {
    List<String> given = new ArrayList<>(request.params().getAll(PARAMETER));
    request.headers().getAll(HttpHeaders.AUTHORIZATION).forEach(value -> given.add(bearer(value)));
    return given;
  }

  /**
   * For whom an internal service asks: whoever's token it hands on, the person that it names, or
   * itself. Fails with a Refusal: 401 for a bad token, 400 for what is no person.
   */
  Future<Caller> behindService(MultiMap headers) {
    List<String> given = headers.getAll(HttpHeaders.AUTHORIZATION);
    List<String> actors = headers.getAll(BusAddresses.ACTOR);
    if (tokens.isEmpty()) {
      return Future.succeededFuture(internal());
    } else if (given.size() + actors.size() > 1) {
      throw Refusal.malformed(BusAddresses.ACTOR + ": either one token or one actor");
    } else if (!given.isEmpty()) {
      return verify(bearer(given.get(0)));
    } else if (!actors.stream().allMatch(EmailAddress::isAddress)) {
      throw Refusal.malformed(BusAddresses.ACTOR + ": must be an e-mail address");
    }
    return Future.succeededFuture(actors.stream().map(Caller::actor).findAny().orElse(internal()));
  }

  /** The token in such a header; empty, which is a bad one, when there is none in it. */
  static String bearer(String header) {
    boolean isBearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return isBearer ? header.substring(SCHEME.length()).strip() : "";
  }

  /** Fails with a Refusal (401). */
  Future<Caller> verify(String token) {
    return tokens.orElseThrow().verify(token).map(this::notRevoked);
  }

  private Caller notRevoked(Caller caller) {
    if (isRevoked(caller)) {
      throw Refusal.of(Refusal.Code.NOT_AUTHENTICATED, "token: has been revoked");
    }
    return caller;
  }

  /** Calls {@code changed} whenever somebody may be revoked who was not, on any thread. */
  void onRevocation(Runnable changed) {
    revocations.onChange(changed);
  }

  /** In whose name internal services act that name nobody. */
  private Caller internal() {
    return tokens.isEmpty() ? Caller.ANYONE : Caller.INTERNAL;
  }

  boolean isRevoked(Caller caller) {
    return revocations.isRevoked(caller);
  }

  /** Whether the token's time is over, the leeway included, as its verification has it. */
  boolean isOver(Caller caller) {
    return tokens.orElseThrow().isOver(caller);
  }

  /** What tells a token from others and is none: tokens themselves are not kept. */
  static String digest(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }
}
