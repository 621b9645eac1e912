package com.plantapop.chat.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The public keys of a JWK set (RFC 7517), each once for every algorithm that fits it, as
 * vertx-auth-jwt wants them: it takes a key that names no algorithm for RS256 or ES256, whatever
 * its curve.
 */
final class JwkSet {
  /** More are not looked at: nobody has so many, and each is tried for a token without a kid. */
  private static final int MAX_KEYS = 100;

  private static final Map<String, String> CURVES =
      Map.of("EC P-256", "ES256", "EC P-384", "ES384", "EC P-521", "ES512", "OKP Ed25519", "EdDSA");

  /**
   * What makes a public key, and its name. What else a set may hold, such as chains of certificates
   * (which would have to be judged) and private parts, is none of our business.
   */
  private static final List<String> MEMBERS = List.of("kty", "kid", "crv", "n", "e", "x", "y");

  private JwkSet() {}

  /** Throws KeysException when there is no key that we could use. */
  static List<JsonObject> read(String text) {
    List<JsonObject> usable =
        keys(text).stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .limit(MAX_KEYS)
            .flatMap(JwkSet::forAlgorithms)
            .toList();
    if (usable.isEmpty()) {
      throw new KeysException("holds no public key for signatures (RSA, EC or Ed25519)");
    }
    return usable;
  }

  private static JsonArray keys(String text) {
    try {
      if (new JsonObject(text).getValue("keys") instanceof JsonArray keys) {
        return keys;
      }
    } catch (DecodeException notJson) {
      // Told below.
    }
    throw new KeysException("must be a JWK set: a JSON object with a list of keys");
  }

  private static Stream<JsonObject> forAlgorithms(JsonObject key) {
    Object use = key.getValue("use", "sig");
    JsonObject bare = new JsonObject();
    MEMBERS.stream()
        .filter(name -> key.getValue(name) instanceof String)
        .forEach(name -> bare.put(name, key.getValue(name)));
    return fitting(bare).stream()
        .filter(algorithm -> use.equals("sig"))
        .filter(algorithm -> key.getValue("alg", algorithm).equals(algorithm))
        .map(algorithm -> bare.copy().put("alg", algorithm));
  }

  private static List<String> fitting(JsonObject key) {
    if ("RSA".equals(key.getString("kty"))) {
      return isLongEnough(key.getString("n", "")) ? PemKey.RSA_ALGORITHMS : List.of();
    }
    String curve = CURVES.get(key.getString("kty") + " " + key.getString("crv"));
    return curve == null ? List.of() : List.of(curve);
  }

  private static boolean isLongEnough(String modulus) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(modulus);
      return new BigInteger(1, bytes).bitLength() >= PemKey.MIN_RSA_BITS;
    } catch (IllegalArgumentException broken) {
      return false;
    }
  }
}
