package com.plantapop.chat.access;

import com.plantapop.chat.support.Jwts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Key pairs of every type, their public halves in PEM and as JWK. */
@SuppressWarnings("ImmutableEnumChecker") // the library does not say so, but key pairs are
public enum KeyPairs {
  RSA("RSA", "2048"),
  OTHER_RSA("RSA", "2048"),
  SHORT_RSA("RSA", "1024"),
  P256("EC", "P-256"),
  P384("EC", "P-384"),
  P521("EC", "P-521"),
  ED25519("Ed25519", "Ed25519"),
  ED448("Ed448", "Ed448");

  private final KeyPair pair;
  private final String curve;

  KeyPairs(String type, String size) {
    curve = size;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (type.equals("RSA")) {
        generator.initialize(Integer.parseInt(size));
      } else if (type.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp" + size.substring(2) + "r1"));
      }
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  static KeyPairs of(String algorithm) {
    return switch (algorithm) {
      case "ES256" -> P256;
      case "ES384" -> P384;
      case "ES512" -> P521;
      case "EdDSA" -> ED25519;
      default -> RSA;
    };
  }

  public String sign(JsonObject head, JsonObject claims) {
    return Jwts.signed(head, claims, pair.getPrivate());
  }

  /** The same, with whatever text instead of claims. */
  public String sign(JsonObject head, String claims) {
    return Jwts.signed(head, claims, pair.getPrivate());
  }

  public String pem() {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  String privatePem() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  private static String pem(String kind, byte[] der) {
    String body = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }

  /** Without a name of an algorithm. */
  public JsonObject jwk(String kid) {
    PublicKey key = pair.getPublic();
    JsonObject jwk = new JsonObject().put("kid", kid);
    if (key instanceof RSAPublicKey rsa) {
      return jwk.put("kty", "RSA")
          .put("n", Jwts.encoded(rsa.getModulus(), rsa.getModulus().bitLength() / 8))
          .put("e", Jwts.encoded(rsa.getPublicExponent(), 3));
    } else if (key instanceof ECPublicKey ec) {
      int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
      return jwk.put("kty", "EC")
          .put("crv", curve)
          .put("x", Jwts.encoded(ec.getW().getAffineX(), bytes))
          .put("y", Jwts.encoded(ec.getW().getAffineY(), bytes));
    }
    int bytes = this == ED448 ? 57 : 32;
    return jwk.put("kty", "OKP")
        .put("crv", curve)
        .put("x", Jwts.encodedEnd(key.getEncoded(), bytes));
  }

  public static String set(JsonObject... keys) {
    JsonArray all = new JsonArray();
    for (JsonObject key : keys) {
      all.add(key);
    }
    return new JsonObject().put("keys", all).encode();
  }
}
