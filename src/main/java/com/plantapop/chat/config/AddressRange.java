package com.plantapop.chat.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IP addresses that begin with the same bits, as settings write them: {@code 10.0.0.0/8}, {@code
 * fd00::/8}, or one address. Names are never looked up.
 *
 * @param address one of them
 * @param bits that they share
 */
public record AddressRange(InetAddress address, int bits) {
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(%s(?:\\.%s){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?".formatted(BYTE, BYTE));

  /** Empty when {@code text} is none. */
  static Optional<AddressRange> parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.getByName(parts.group(1));
      int most = address.getAddress().length * Byte.SIZE;
      int bits = parts.group(2) == null ? most : Integer.parseInt(parts.group(2));
      return bits > most ? Optional.empty() : Optional.of(new AddressRange(address, bits));
    } catch (UnknownHostException broken) { // colons in the wrong places
      return Optional.empty();
    }
  }

  /** Whether an address, in digits and perhaps with a zone, is one of them. */
  public boolean contains(String digits) {
    return parse(digits.replaceFirst("%.*", "")).filter(this::shares).isPresent();
  }

  private boolean shares(AddressRange other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.address.getAddress();
    int rest = ours.length * Byte.SIZE - bits;
    return ours.length == theirs.length
        && new BigInteger(1, ours)
            .shiftRight(rest)
            .equals(new BigInteger(1, theirs).shiftRight(rest));
  }
}
