package com.plantapop.chat.edge;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Refusal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as clients may write it: {@code chat.<id>} as on the bus or {@code chat/<id>} as in
 * the AsyncAPI document, in any case (design section 3).
 *
 * @param log the log it names
 * @param history whether it asks for the log's past
 */
record EdgeAddress(Address log, boolean history) {
  private static final Pattern SPELLING =
      Pattern.compile(
          "chat([./])([0-9a-f]{24})((?:\\1(?!history)[a-z]+)?)(\\1history)?",
          Pattern.CASE_INSENSITIVE);

  /** Throws a Refusal (400) for anything else. */
  static EdgeAddress parse(String text) {
    if (text == null) {
      throw Refusal.malformed("address: must be a string");
    }
    Matcher matcher = SPELLING.matcher(text);
    LogKind kind = matcher.matches() ? kind(matcher.group(3)) : null;
    if (kind == null) {
      throw Refusal.malformed(
          "address: must be chat.<id> or chat.<id>.receipts, id being 24 hex digits");
    }
    ChatId chat = ChatId.parse(matcher.group(2)).orElseThrow();
    return new EdgeAddress(new Address(chat, kind), matcher.group(4) != null);
  }

  private static LogKind kind(String suffix) {
    return LogKind.ofSuffix(suffix.replace('/', '.').toLowerCase(Locale.ROOT));
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
