package com.plantapop.chat.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as issuers and attackers make them, by the JDK alone. */
public final class Jwts {
  /** As long as the longest hash. */
  public static final String SECRET =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private Jwts() {}

  /** Claims of a person, good for a minute. */
  public static JsonObject claims(String email) {
    return new JsonObject()
        .put("sub", "id-of-" + email)
        .put("email", email)
        .put("exp", secondsFromNow(60));
  }

  /** Of a service. */
  public static JsonObject serviceClaims(String subject) {
    return new JsonObject()
        .put("sub", subject)
        .put("roles", new JsonArray().add("service"))
        .put("exp", secondsFromNow(60));
  }

  public static long secondsFromNow(long seconds) {
    return System.currentTimeMillis() / 1_000 + seconds;
  }

  /** A good token with these claims. */
  public static String of(JsonObject claims) {
    return hmac(new JsonObject().put("alg", "HS256"), claims, SECRET);
  }

  /** A good token of a person. */
  public static String of(String email) {
    return of(claims(email));
  }

  /** Signed with a secret, with whatever head; {@code alg} must be one of HS. */
  public static String hmac(JsonObject head, JsonObject claims, String secret) {
    return hmac(head, claims, secret.getBytes(StandardCharsets.UTF_8));
  }

  public static String hmac(JsonObject head, JsonObject claims, byte[] secret) {
    String signed = unsigned(head, claims);
    String hash = "HmacSHA" + head.getString("alg").substring(2);
    try {
      Mac mac = Mac.getInstance(hash);
      mac.init(new SecretKeySpec(secret, hash));
      return signed + "." + encoded(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** Signed with a private key, with whatever head. */
  public static String signed(JsonObject head, JsonObject claims, PrivateKey key) {
    return signed(head, claims.encode(), key);
  }

  /** The same, with whatever text instead of claims. */
  public static String signed(JsonObject head, String claims, PrivateKey key) {
    String signed = unsigned(head, claims);
    try {
      Signature signature = signature(head.getString("alg"));
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** The same token, whose signature of R and S is in DER, as X.509 has it. */
  public static String inDer(String token) {
    int at = token.lastIndexOf('.') + 1;
    byte[] raw = Base64.getUrlDecoder().decode(token.substring(at));
    int half = raw.length / 2;
    byte[] r = new BigInteger(1, Arrays.copyOfRange(raw, 0, half)).toByteArray();
    byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, half, raw.length)).toByteArray();
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    int length = 4 + r.length + s.length;
    der.writeBytes(length < 128 ? new byte[] {0x30} : new byte[] {0x30, (byte) 0x81});
    der.write(length);
    for (byte[] number : new byte[][] {r, s}) {
      der.writeBytes(new byte[] {2, (byte) number.length});
      der.writeBytes(number);
    }
    return token.substring(0, at) + encoded(der.toByteArray());
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    String bits = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
      case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
      case "PS" -> pss(bits);
      default -> Signature.getInstance("Ed25519");
    };
  }

  private static Signature pss(String bits) throws GeneralSecurityException {
    Signature pss = Signature.getInstance("RSASSA-PSS");
    MGF1ParameterSpec mask = new MGF1ParameterSpec("SHA-" + bits);
    int salt = Integer.parseInt(bits) / 8;
    pss.setParameter(new PSSParameterSpec("SHA-" + bits, "MGF1", mask, salt, 1));
    return pss;
  }

  /** Head and claims without a signature. */
  public static String unsigned(JsonObject head, JsonObject claims) {
    return unsigned(head, claims.encode());
  }

  private static String unsigned(JsonObject head, String claims) {
    return encoded(head.encode().getBytes(StandardCharsets.UTF_8))
        + "."
        + encoded(claims.getBytes(StandardCharsets.UTF_8));
  }

  public static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A number as JWKs have it. */
  public static String encoded(BigInteger number, int bytes) {
    byte[] digits = number.toByteArray();
    byte[] padded = new byte[bytes];
    int from = Math.max(0, digits.length - bytes);
    int count = digits.length - from;
    System.arraycopy(digits, from, padded, bytes - count, count);
    return encoded(padded);
  }

  /** The last bytes of an encoding, as JWKs have Ed25519 keys. */
  public static String encodedEnd(byte[] encoding, int bytes) {
    return encoded(Arrays.copyOfRange(encoding, encoding.length - bytes, encoding.length));
  }
}
