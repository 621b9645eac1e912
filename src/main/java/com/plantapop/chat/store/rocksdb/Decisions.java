package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.rocksdb.RocksDBException;

/**
 * What the port promises, decided against a {@link Group}. Each decision reads all it needs before
 * it changes the group, so that damage met on the way leaves no half of it behind.
 */
final class Decisions {
  private static final byte[] CHECK = "check".getBytes(StandardCharsets.UTF_8);

  private Decisions() {}

  static AppendResult append(Group group, Run run) throws RocksDBException {
    Address address = run.address();
    long head = group.head(address);
    List<Event> events = run.events();
    int fresh = run.firstSeq() == head + 1 ? freshPrefix(group, address, events, head) : 0;
    Map<EventKey, Event> duplicates = new HashMap<>();
    for (Event event : events.subList(fresh, events.size())) {
      group.event(address, event.key()).ifPresent(first -> duplicates.put(first.key(), first));
    }
    for (Event event : events.subList(0, fresh)) {
      group.append(address, event);
    }
    return new AppendResult(fresh, duplicates, head + fresh);
  }

  /** How many events, from the first, are not in the log. An empty log needs no look. */
  private static int freshPrefix(Group group, Address address, List<Event> events, long head)
      throws RocksDBException {
    int fresh = 0;
    while (fresh < events.size() && (head == 0 || !group.holds(address, events.get(fresh).key()))) {
      fresh++;
    }
    return fresh;
  }

  /**
   * Removes the next events before {@code first}, not all of a long log in one write. Answers
   * whether none is left to remove.
   */
  static boolean trim(Group group, Address address, long first) throws RocksDBException {
    long to = Math.min(first, group.head(address));
    return group.first(address) >= to || group.trim(address, to) >= to;
  }

  static Optional<UUID> bind(Group group, ChatId chat, UUID chatId) throws RocksDBException {
    Optional<UUID> bound = group.chatId(chat);
    if (bound.isPresent()) {
      return bound;
    }
    if (group.chat(chatId).isPresent()) {
      return Optional.empty();
    }
    group.bind(chat, chatId);
    return Optional.of(chatId);
  }

  /** A write like any other: whether it works is what {@code check} wants to know. */
  static Void check(Group group) throws RocksDBException {
    group.put(ColumnFamily.DEFAULT, CHECK, new byte[0]);
    return null;
  }
}
