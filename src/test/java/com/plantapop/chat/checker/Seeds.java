package com.plantapop.chat.checker;

import java.util.Random;
import java.util.UUID;

/** Independent sequences of chance from one seed, so that a change in one leaves the others. */
final class Seeds {
  private Seeds() {}

  /** The sequence number {@code index} of those that {@code purpose} needs. */
  static Random random(long seed, String purpose, int index) {
    return new Random(mix(mix(seed ^ purpose.hashCode()) + index));
  }

  static UUID uuid(Random random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return UUID.nameUUIDFromBytes(bytes);
  }

  /** Neighbouring seeds must not lead to sequences that begin alike: the end of SplitMix64. */
  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
