package com.plantapop.chat.bus;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a frame comes from a node with the same store: anybody on the bus can send to an
 * address. Not safe for use by several threads; every event loop has its own.
 */
final class FrameDigest {
  private static final String ALGORITHM = "HmacSHA256";

  /** 128 bits: guessing is hopeless. */
  static final int BYTES = 16;

  private final Mac mac;

  /**
   * @param secret what all nodes that share a store know, and nobody else
   */
  FrameDigest(String secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, impossible);
    }
  }

  /** Fills in the last bytes of a frame: the digest of all before. */
  void seal(byte[] frame) {
    int length = frame.length - BYTES;
    System.arraycopy(digest(frame, length), 0, frame, length, BYTES);
  }

  /** In constant time: how long it takes must not tell how much of a guess was right. */
  boolean isSealed(byte[] frame) {
    int length = frame.length - BYTES;
    return length >= 0
        && MessageDigest.isEqual(
            Arrays.copyOf(digest(frame, length), BYTES),
            Arrays.copyOfRange(frame, length, frame.length));
  }

  private byte[] digest(byte[] frame, int length) {
    mac.update(frame, 0, length);
    return mac.doFinal();
  }
}
