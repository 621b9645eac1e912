package com.plantapop.chat.access;

import io.vertx.ext.auth.PubSecKeyOptions;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key in PEM, offered with the algorithms that fit it and no other: vertx-auth-jwt takes a
 * P-384 key for ES256, and a certificate for whatever it is told.
 */
final class PemKey {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  /** RFC 7518 section 3.3. */
  static final int MIN_RSA_BITS = 2_048;

  static final List<String> RSA_ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

  private PemKey() {}

  /** Throws KeysException when there is no key that we could use. */
  static List<PubSecKeyOptions> read(String pem) {
    Matcher found = PEM.matcher(pem);
    if (!found.find()) {
      throw new KeysException("must hold a PUBLIC KEY or a CERTIFICATE in PEM");
    }
    byte[] der = Base64.getMimeDecoder().decode(found.group(2));
    PublicKey key = found.group(1).equals("CERTIFICATE") ? certified(der) : key(der);
    String plain =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(key.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    return algorithms(key).stream()
        .map(algorithm -> new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(plain))
        .toList();
  }

  private static PublicKey certified(byte[] der) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(der))
          .getPublicKey();
    } catch (GeneralSecurityException broken) {
      throw new KeysException("holds a broken certificate");
    }
  }

  private static PublicKey key(byte[] der) {
    for (String type : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
      } catch (GeneralSecurityException ofAnotherType) {
        // The next one may be it.
      }
    }
    throw new KeysException("holds a key that is none of RSA, EC and Ed25519");
  }

  private static List<String> algorithms(PublicKey key) {
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
      return RSA_ALGORITHMS;
    } else if (key instanceof ECPublicKey ec) {
      return ofCurve(ec.getParams().getCurve().getField().getFieldSize());
    } else if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
      return List.of("EdDSA");
    }
    throw new KeysException("needs RSA of " + MIN_RSA_BITS + " bits at least, EC or Ed25519");
  }

  private static List<String> ofCurve(int bits) {
    return switch (bits) {
      case 256 -> List.of("ES256");
      case 384 -> List.of("ES384");
      case 521 -> List.of("ES512");
      default -> throw new KeysException("needs the curve P-256, P-384 or P-521");
    };
  }
}
