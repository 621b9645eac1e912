package com.plantapop.chat.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a bus message announces a stored event, byte for byte: anybody on the bus can publish
 * on a chat's address, and a body that was decoded and encoded on its way may have changed. Whoever
 * finds no proof asks the store (design section 7).
 *
 * <p>Not safe for use by several threads; every event loop has its own.
 */
public final class BusProof {
  private static final String ALGORITHM = "HmacSHA256";

  /** 128 bits: guessing is hopeless, and the header stays short. */
  private static final int BYTES = 16;

  private final Mac mac;

  /**
   * @param secret what all nodes that share a store know, and nobody else
   */
  public BusProof(String secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, impossible);
    }
  }

  /** The proof as it stands in the header, in hex digits. */
  public String of(Address address, String seq, String acceptedAt, byte[] payload) {
    String what = address.onBus() + ' ' + seq + ' ' + acceptedAt + ' ';
    mac.update(what.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(mac.doFinal(payload), 0, BYTES);
  }

  /** Whether {@code proof} is that of the rest. */
  public boolean holds(
      String proof, Address address, String seq, String acceptedAt, byte[] payload) {
    return areEqual(of(address, seq, acceptedAt, payload), proof);
  }

  /** In constant time: how long it takes must not tell how much of a guess was right. */
  private static boolean areEqual(String proof, String claimed) {
    return MessageDigest.isEqual(
        proof.getBytes(StandardCharsets.US_ASCII), claimed.getBytes(StandardCharsets.US_ASCII));
  }
}
