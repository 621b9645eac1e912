package com.plantapop.chat.ingest;

import com.plantapop.chat.access.Members;
import com.plantapop.chat.access.Memberships;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.ListEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes, for the members of the chats of one event loop, when somebody said something there: at
 * once, then at most every ten seconds per chat, and never in the way of an answer. What cannot be
 * noted is left to the next message: it only orders lists. Touched on that loop only.
 */
final class Activity {
  private static final Logger LOG = LoggerFactory.getLogger(Activity.class);
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_MS = 1_000;

  /** Who are more within ten seconds are noted with a later message. */
  private static final int MAX_CHATS = 20_000;

  private static final int CHATS_AT_ONCE = 100;

  private final Vertx vertx;
  private final EventStore store;
  private final Memberships memberships;

  /** Of the last ten seconds, in the order in which they were noted. */
  private final Map<ChatId, Note> notes = new LinkedHashMap<>();

  private final Map<ChatId, Instant> due = new LinkedHashMap<>();
  private boolean isWriting;
  private boolean isLooking;

  /** Of a chat that was noted: when, and what came since. */
  private static final class Note {
    private final long nanoTime = System.nanoTime();
    private Optional<Instant> later = Optional.empty();
  }

  Activity(Vertx vertx, EventStore store, Memberships memberships) {
    this.vertx = vertx;
    this.store = store;
    this.memberships = memberships;
  }

  /** An event has entered a log at that time. Reading is nothing that moves a chat up. */
  void stored(Address address, Instant time) {
    if (address.kind() != LogKind.MESSAGES) {
      return;
    }
    Note note = notes.get(address.chat());
    if (note != null) {
      note.later = Optional.of(time);
    } else if (notes.size() < MAX_CHATS && due.size() < MAX_CHATS) {
      note(address.chat(), time);
      write();
    }
  }

  private void note(ChatId chat, Instant time) {
    notes.put(chat, new Note());
    due.put(chat, time);
    lookLater();
  }

  private void lookLater() {
    if (!isLooking && !notes.isEmpty()) {
      isLooking = true;
      vertx.setTimer(LOOK_MS, passed -> look());
    }
  }

  private void look() {
    isLooking = false;
    Map<ChatId, Instant> again = new LinkedHashMap<>();
    Iterator<Map.Entry<ChatId, Note>> eldest = notes.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<ChatId, Note> next = eldest.next();
      if (System.nanoTime() - next.getValue().nanoTime < PERIOD_NANOS) {
        break;
      }
      eldest.remove();
      next.getValue().later.ifPresent(time -> again.put(next.getKey(), time));
    }
    again.forEach(this::note);
    lookLater();
    write();
  }

  /** What becomes due meanwhile goes together. */
  private void write() {
    if (isWriting || due.isEmpty()) {
      return;
    }
    isWriting = true;
    Map<ChatId, Instant> some = new LinkedHashMap<>();
    Iterator<Map.Entry<ChatId, Instant>> oldest = due.entrySet().iterator();
    while (oldest.hasNext() && some.size() < CHATS_AT_ONCE) {
      Map.Entry<ChatId, Instant> next = oldest.next();
      some.put(next.getKey(), next.getValue());
      oldest.remove();
    }
    Future.succeededFuture()
        .compose(begun -> memberships.latest(some.keySet()))
        .compose(members -> enter(some, members))
        .onFailure(cause -> LOG.debug("activity is not noted: {}", cause.toString()))
        .onComplete(done -> written());
  }

  private void written() {
    isWriting = false;
    write();
  }

  /** Makes what is missing, too: an entry of a chat that is older than lists. */
  private Future<Void> enter(Map<ChatId, Instant> times, Map<ChatId, Members> members) {
    List<ListEntry> entries = new ArrayList<>();
    members.forEach((chat, now) -> add(entries, chat, now, times.get(chat)));
    return entries.isEmpty() ? Future.succeededFuture() : store.lists().enter(entries);
  }

  private static void add(List<ListEntry> entries, ChatId chat, Members now, Instant time) {
    for (String person : now.people()) {
      entries.add(new ListEntry(chat, person, now.position(), time));
    }
  }
}
