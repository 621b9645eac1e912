package com.plantapop.chat.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The JSON text of an event's body: what the client sent, completed (design section 3), as UTF-8.
 *
 * <p>It stays text from the socket to the store and back. Decoding and encoding it again would lose
 * what no JSON tree keeps (a lone surrogate, the digits of a number).
 */
public final class Payload {
  private final byte[] utf8;

  private Payload(byte[] utf8) {
    this.utf8 = utf8;
  }

  public static Payload of(String json) {
    return new Payload(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes the array over; the caller must not change it afterwards. */
  public static Payload ofUtf8(byte[] utf8) {
    return new Payload(utf8);
  }

  /** The bytes themselves, not a copy: read only. */
  public byte[] utf8() {
    return utf8;
  }

  public String text() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Length in bytes of UTF-8. */
  public int size() {
    return utf8.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(utf8, that.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return text();
  }
}
