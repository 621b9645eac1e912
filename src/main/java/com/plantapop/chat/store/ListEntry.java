package com.plantapop.chat.store;

import com.plantapop.chat.event.ChatId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a person may belong to a chat, for who lists the chats of a person. Whether it is so, the
 * chat's members log decides.
 *
 * @param person canonical e-mail address
 * @param seq how far the members log must reach for the entry to be out of date: the number of the
 *     event that adds the person, or a later one
 * @param activity when somebody said something there, about, to the millisecond
 */
public record ListEntry(ChatId chat, String person, long seq, Instant activity) {

  public ListEntry {
    activity = activity.truncatedTo(ChronoUnit.MILLIS);
  }
}
