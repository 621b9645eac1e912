package com.plantapop.chat.access;

import com.plantapop.chat.config.AuthConfig.JwtConfig;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.NoSuchKeyIdException;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who brings a token. What the token itself says of keys ({@code jwk}, {@code jku}, {@code
 * x5c}, {@code x5u}) is not looked at, and its {@code kid} only chooses among the keys that are
 * known. Any thread.
 */
public final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  /** Of characters: what a request's head could hold. */
  private static final int MAX_LENGTH = 8_192;

  /** Three parts in base64url: without a signature it is none, nor when it is encrypted. */
  private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  /**
   * Bytes of R and S (RFC 7518 section 3.4). The library takes DER, too, as certificates have it:
   * one signature would have many spellings, and tokens be good here that are not elsewhere.
   */
  private static final Map<String, Integer> SIGNATURES =
      Map.of("ES256", 64, "ES384", 96, "ES512", 132);

  /** Strangers may name keys that nobody knows as often as they like. */
  private static final long REFETCH_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Vertx vertx;
  private final JwtConfig config;
  private final LongSupplier clock;
  private final Claims claims;
  private final JwksUrl url;
  private volatile JWTAuth auth;
  private Future<Void> fetching = Future.succeededFuture();
  private long fetchedAt;

  private Tokens(Vertx vertx, JwtConfig config, LongSupplier clock) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.claims = new Claims(config);
    this.url = config.isJwksUrl() ? new JwksUrl(vertx, config.jwks()) : null;
  }

  /** Reads the keys; fails with a {@link KeysException} when they cannot be used. */
  public static Future<Tokens> open(Vertx vertx, JwtConfig config) {
    return open(vertx, config, System::nanoTime);
  }

  /**
   * @param clock in nanoseconds, by which keys are not fetched too often
   */
  static Future<Tokens> open(Vertx vertx, JwtConfig config, LongSupplier clock) {
    Tokens tokens = new Tokens(vertx, config, clock);
    return tokens.readKeys().map(tokens);
  }

  private Future<Void> readKeys() {
    if (!config.secret().isEmpty()) {
      use(Secret.keys(config.secret()));
      return Future.succeededFuture();
    } else if (!config.publicKey().isEmpty()) {
      return read(
          "publicKey",
          config.publicKey(),
          text -> new JWTAuthOptions().setPubSecKeys(PemKey.read(text)));
    } else if (url == null) {
      return read("jwks", config.jwks(), text -> new JWTAuthOptions().setJwks(JwkSet.read(text)));
    }
    return refetch().recover(cause -> unusable("jwks", cause));
  }

  private Future<Void> read(String setting, String path, Function<String, JWTAuthOptions> keys) {
    return vertx
        .fileSystem()
        .readFile(path)
        .map(Buffer::toString)
        .map(keys)
        .<Void>map(this::use)
        .recover(cause -> unusable(setting, cause));
  }

  private static Future<Void> unusable(String setting, Throwable cause) {
    return Future.failedFuture(new KeysException("auth.jwt." + setting + ": " + reason(cause)));
  }

  private static String reason(Throwable cause) {
    return cause instanceof KeysException ? cause.getMessage() : "cannot be read: " + cause;
  }

  private Void use(JWTAuthOptions keys) {
    // Of times it would tell all the same: that the token is not good.
    JWTOptions demands = new JWTOptions().setIgnoreExpiration(true);
    if (!config.issuer().isEmpty()) {
      demands.setIssuer(config.issuer());
    }
    if (!config.audience().isEmpty()) {
      demands.setAudience(List.of(config.audience()));
    }
    auth = JWTAuth.create(vertx, keys.setJWTOptions(demands));
    return null;
  }

  /**
   * The caller that a token names; fails with a Refusal (401) when it is not good now. Completes at
   * once, unless keys have to be fetched; then on the caller's context.
   */
  public Future<Caller> verify(String token) {
    if (token.length() > MAX_LENGTH || !FORM.matcher(token).matches()) {
      return Future.failedFuture(refused());
    }
    return caller(token)
        .recover(
            cause ->
                cause instanceof NoSuchKeyIdException && url != null
                    ? refetched().compose(done -> caller(token))
                    : Future.failedFuture(cause))
        .recover(Tokens::refuse);
  }

  /** Composed from the start, so that what is thrown in the middle of it fails, too. */
  private Future<Caller> caller(String token) {
    return Future.succeededFuture(new TokenCredentials(token))
        .compose(credentials -> auth.authenticate(credentials))
        .map(user -> caller(token, user));
  }

  private Caller caller(String token, User user) {
    JsonObject head = new JsonObject(Buffer.buffer(decoded(token, 0, token.indexOf('.'))));
    int bytes = decoded(token, token.lastIndexOf('.') + 1, token.length()).length;
    // With crit it demands what we do not know (RFC 7515 section 4.1.11).
    if (head.containsKey("crit")
        || SIGNATURES.getOrDefault(head.getString("alg"), bytes) != bytes) {
      throw refused();
    }
    return claims.caller(user.attributes().getJsonObject("accessToken"));
  }

  private static byte[] decoded(String token, int from, int to) {
    return Base64.getUrlDecoder().decode(token.substring(from, to));
  }

  /** Whether a caller's token has ended since it was good. */
  public boolean isOver(Caller caller) {
    return claims.isOver(caller.expiresAt());
  }

  /** What else went wrong is not told: it may quote the token. */
  private static Future<Caller> refuse(Throwable cause) {
    return Future.failedFuture(cause instanceof Refusal ? cause : refused());
  }

  private static Refusal refused() {
    return Refusal.of(Refusal.Code.NOT_AUTHENTICATED, "token: not valid");
  }

  /** Completes on the caller's context, when the keys are as new as they may be. */
  private Future<Void> refetched() {
    Context caller = vertx.getOrCreateContext();
    Promise<Void> told = Promise.promise();
    refetch().onComplete(outcome -> caller.runOnContext(turn -> told.complete()));
    return told.future();
  }

  /** Joins a fetch that is under way, and begins none so soon after the last one. */
  private synchronized Future<Void> refetch() {
    long now = clock.getAsLong();
    if (fetching.isComplete() && (auth == null || now - fetchedAt > REFETCH_NANOS)) {
      fetchedAt = now;
      fetching =
          url.fetch()
              .map(keys -> use(new JWTAuthOptions().setJwks(keys)))
              .onFailure(cause -> LOG.warn("keys stay as they are: {}", reason(cause)));
    }
    return fetching;
  }
}
