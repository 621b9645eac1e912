package com.plantapop.chat.contract;

import java.util.regex.Pattern;

/**
 * Format {@code email}: a mailbox of RFC 5321 as people have them, a dot-atom at a domain of
 * labels.
 *
 * <ul>
 *   <li>ASCII only, as RFC 5321 says; beyond it lies another format, {@code idn-email}.
 *   <li>A domain of one label ({@code ana@localhost}) is accepted: the grammar permits it, and it
 *       exists inside companies.
 *   <li>Quoted local parts and address literals are refused: nobody has them, and they can hide
 *       spaces, quotes and further {@code @} from whoever reads the value.
 * </ul>
 */
final class EmailFormat {
  /** RFC 5321, 4.5.3.1.3: a path has 256 octets, two of which are its angle brackets. */
  private static final int MAX_LENGTH = 254;

  private static final int MAX_LOCAL_LENGTH = 64;

  /** Possessive throughout, so that no text makes it back-track. */
  private static final Pattern MAILBOX =
      Pattern.compile(
          "[\\w!#$%&'*+/=?^`{|}~-]++(?:\\.[\\w!#$%&'*+/=?^`{|}~-]++)*+"
              + "@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}+(?<!-))?+"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}+(?<!-))?+)*+");

  private EmailFormat() {}

  static boolean accepts(String text) {
    return text.length() <= MAX_LENGTH
        && text.indexOf('@') <= MAX_LOCAL_LENGTH
        && MAILBOX.matcher(text).matches();
  }
}
