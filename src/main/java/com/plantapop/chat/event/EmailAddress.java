package com.plantapop.chat.event;

import java.util.regex.Pattern;

/**
 * How e-mail addresses are compared, everywhere alike: the local part as it is written, since only
 * its own server knows what its case means, and the domain without case (RFC 5321 section 2.4).
 */
public final class EmailAddress {
  /** As the contract has e-mail addresses: in ASCII; 254 characters are RFC 5321's bound. */
  private static final Pattern FORM = Pattern.compile("(?=.{3,254}$)[!-?A-~]+@[!-?A-~]+");

  private EmailAddress() {}

  /** Whether it is one, with nothing before or behind it. */
  public static boolean isAddress(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The spelling that all spellings of the same address have. Lowers A-Z of the domain only: {@code
   * String.toLowerCase} would also fold characters outside ASCII (the Kelvin sign becomes a k).
   */
  public static String canonical(String email) {
    int at = email.lastIndexOf('@');
    StringBuilder canonical = new StringBuilder(email);
    for (int i = at < 0 ? email.length() : at; i < email.length(); i++) {
      char c = email.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        canonical.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return canonical.toString();
  }
}
