package com.plantapop.chat.access;

import com.plantapop.chat.config.AuthConfig.JwtConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secret that the issuer shares with us: whoever knows it can also mint tokens. */
public final class Secret {
  /** The bytes that each needs at least, those of its hash (RFC 7518 section 3.2). */
  private static final Map<String, Integer> ALGORITHMS =
      Map.of("HS256", 32, "HS384", 48, "HS512", 64);

  private Secret() {}

  static JWTAuthOptions keys(String secret) {
    int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
    JWTAuthOptions keys = new JWTAuthOptions();
    ALGORITHMS.entrySet().stream()
        .filter(algorithm -> bytes >= algorithm.getValue())
        .map(algorithm -> new PubSecKeyOptions().setAlgorithm(algorithm.getKey()).setBuffer(secret))
        .forEach(keys::addPubSecKey);
    return keys;
  }

  /**
   * A token for development, as good as the settings demand; they must have a secret. Throws a
   * Refusal when a node with these settings would not take it.
   */
  public static String mint(
      JwtConfig config, String subject, Optional<String> email, List<String> roles, Duration ttl) {
    JsonObject claims = new JsonObject();
    config.required().forEach(claim -> claims.put(claim.name(), claim.value()));
    email.ifPresent(address -> claims.put(config.emailClaim(), address));
    claims.put(config.rolesClaim(), new JsonArray(roles)).put(config.subjectClaim(), subject);
    new Claims(config).caller(claims.copy().put("exp", Instant.now().plus(ttl).getEpochSecond()));
    JWTOptions options = new JWTOptions().setAlgorithm("HS256");
    options.setExpiresInSeconds((int) ttl.toSeconds());
    if (!config.issuer().isEmpty()) {
      options.setIssuer(config.issuer());
    }
    if (!config.audience().isEmpty()) {
      options.addAudience(config.audience());
    }
    // Vert.x itself is only needed to read key stores.
    return JWTAuth.create(null, keys(config.secret())).generateToken(claims, options);
  }
}
