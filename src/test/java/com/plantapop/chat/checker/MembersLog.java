package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;

/**
 * The log of a chat's members, which nodes write: its events have no ids, but each must change
 * something, and all together must come to what REST has acknowledged.
 */
final class MembersLog extends ChatLog {
  private final Chat chat;
  private final Journal journal;

  MembersLog(Chat chat, Journal journal) {
    super(chat, ".members", journal);
    this.chat = chat;
    this.journal = journal;
  }

  @Override
  void claim(long seq, String acceptedAt, JsonObject payload, String by) {
    if (chat.of(payload.getString("member")) == null) {
      journal.violation("%s: %s shows as %d a stranger: %s".formatted(this, by, seq, payload));
    }
    claim(seq, seq + " " + payload.encode(), acceptedAt, by);
  }

  /** Folds the whole log, which all have joined again. */
  void check(Iterable<JsonObject> events) {
    Set<String> people = new HashSet<>();
    for (JsonObject event : events) {
      JsonObject change = event.getJsonObject("body");
      String member = change.getString("member");
      boolean isAdded = change.getString("action").equals("added");
      if (isAdded ? !people.add(member) : !people.remove(member)) {
        journal.violation("%s: changes nothing: %s".formatted(this, event));
      }
    }
    if (!people.equals(Set.of(chat.emails()))) {
      journal.violation("%s: comes to %s".formatted(this, people));
    }
  }
}
