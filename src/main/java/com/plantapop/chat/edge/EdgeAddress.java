package com.plantapop.chat.edge;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Refusal;
import java.util.Locale;
import java.util.Optional;

/**
 * An address as clients may write it: {@code chat.<id>} as on the bus or {@code chat/<id>} as in
 * the AsyncAPI document, in any case (design section 3).
 *
 * @param log the log it names
 * @param history whether it asks for the log's past
 */
record EdgeAddress(Address log, boolean history) {
  private static final String CHAT = "chat";
  private static final int ID_AT = CHAT.length() + 1;
  private static final int SUFFIX_AT = ID_AT + ChatId.LENGTH;
  private static final String HISTORY = ".history";
  private static final String SESSION = "chat.session";

  /** Whether it is no log, but where a socket asks who it is. */
  static boolean isSession(String text) {
    return text != null && text.replace('/', '.').equals(SESSION);
  }

  /** Throws a Refusal (400) for anything else. */
  static EdgeAddress parse(String text) {
    if (text == null) {
      throw Refusal.malformed("address: must be a string");
    }
    EdgeAddress address = text.length() < SUFFIX_AT ? null : read(text);
    if (address == null) {
      throw Refusal.malformed(
          "address: must be chat.<id> or chat.<id>.receipts, id being 24 hex digits");
    }
    return address;
  }

  /** Null when it is none. */
  private static EdgeAddress read(String text) {
    Optional<ChatId> chat = ChatId.parse(text.substring(ID_AT, SUFFIX_AT));
    char separator = text.charAt(CHAT.length());
    String suffix = suffix(text.substring(SUFFIX_AT), separator);
    if (chat.isEmpty() || suffix == null || !text.substring(0, ID_AT - 1).equalsIgnoreCase(CHAT)) {
      return null;
    }
    boolean history = suffix.endsWith(HISTORY);
    LogKind kind =
        LogKind.ofSuffix(
            history ? suffix.substring(0, suffix.length() - HISTORY.length()) : suffix);
    boolean isShown = kind != null && kind.isShown();
    return isShown ? new EdgeAddress(new Address(chat.get(), kind), history) : null;
  }

  /**
   * As on the bus; null when it is not written with this separator alone. No character beyond ASCII
   * has a lower case among the letters that suffixes are made of.
   */
  private static String suffix(String text, char separator) {
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (separator) {
      case '.' -> lower.indexOf('/') < 0 ? lower : null;
      case '/' -> lower.indexOf('.') < 0 ? lower.replace('/', '.') : null;
      default -> null;
    };
  }

  /** As {@link #parse}, for what can be written to or subscribed to. */
  static Address parseLog(String text) {
    EdgeAddress address = parse(text);
    if (address.history()) {
      throw Refusal.malformed("address: history is asked with send");
    }
    return address.log();
  }
}
