package com.plantapop.chat.ingest;

import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.ListEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of a list of chats ends: what lies behind it was less active than that. It stays
 * right whatever moves up meanwhile, since that moves away from what is still to come.
 */
public record ListCursor(Instant activity, ChatId chat) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})-([0-9a-f]{24})");

  /** As clients hand it back; they are to make nothing of it. */
  public String text() {
    return activity.toEpochMilli() + "-" + chat.hex();
  }

  /** Throws a Refusal (400) for what is no cursor of ours. */
  public static ListCursor parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw Refusal.malformed("after: must be the next of a page");
    }
    return new ListCursor(
        Instant.ofEpochMilli(Long.parseLong(form.group(1))), new ChatId(form.group(2)));
  }

  static ListCursor of(ListEntry entry) {
    return new ListCursor(entry.activity(), entry.chat());
  }

  /** As an entry, of a person. */
  static Optional<ListEntry> entry(Optional<ListCursor> cursor, String person) {
    return cursor.map(at -> new ListEntry(at.chat(), person, 0, at.activity()));
  }
}
