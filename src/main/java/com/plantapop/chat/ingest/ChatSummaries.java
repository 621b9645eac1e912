package com.plantapop.chat.ingest;

import com.plantapop.chat.access.Members;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.ingest.Unread.SentMessage;
import com.plantapop.chat.store.EventMeta;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.ListEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person sees of its chats at a glance: those of the entries that the members logs confirm,
 * with the newest messages and what of them is read. Any thread.
 */
final class ChatSummaries {
  private static final Logger LOG = LoggerFactory.getLogger(ChatSummaries.class);
  private static final int PAGE_BYTES = 256 << 10;

  private final Ingest ingest;
  private final EventStore store;

  ChatSummaries(Ingest ingest, EventStore store) {
    this.ingest = ingest;
    this.store = store;
  }

  /**
   * One chat.
   *
   * @param newest of its messages the newest, as many as decide on what is unread
   */
  record ChatSummary(ListEntry entry, Members members, List<SentMessage> newest, Unread unread) {
    ChatId chat() {
      return entry.chat();
    }

    /** The number of the last message, 0 before the first. */
    long head() {
      return newest.isEmpty() ? 0 : newest.get(0).meta().seq();
    }
  }

  /** In the order of the entries, which are all of this person. */
  Future<List<ChatSummary>> of(String person, List<ListEntry> entries) {
    return look(person, entries)
        .recover(
            cause -> Refusal.isGone(cause) ? look(person, entries) : Future.failedFuture(cause));
  }

  /** Fails with GONE when a chat is deleted just then. */
  private Future<List<ChatSummary>> look(String person, List<ListEntry> entries) {
    return members(entries).compose(members -> of(person, entries, members));
  }

  private Future<Map<ChatId, Members>> members(List<ListEntry> entries) {
    Map<IngestShard, List<ChatId>> chats = new HashMap<>();
    for (ListEntry entry : entries) {
      IngestShard shard = ingest.shard(Address.members(entry.chat()));
      chats.computeIfAbsent(shard, same -> new ArrayList<>()).add(entry.chat());
    }
    List<Future<Map<ChatId, Members>>> asked = new ArrayList<>();
    chats.forEach((shard, ids) -> asked.add(shard.call(() -> shard.memberships().latest(ids))));
    return Future.all(asked).map(all -> together(asked));
  }

  private static Map<ChatId, Members> together(List<Future<Map<ChatId, Members>>> parts) {
    Map<ChatId, Members> members = new HashMap<>();
    parts.forEach(part -> members.putAll(part.result()));
    return members;
  }

  private Future<List<ChatSummary>> of(
      String person, List<ListEntry> entries, Map<ChatId, Members> members) {
    List<ListEntry> own = new ArrayList<>();
    for (ListEntry entry : entries) {
      Members now = members.get(entry.chat());
      if (now == null || !now.contains(person)) {
        tidy(entry, Optional.ofNullable(now))
            .onFailure(
                cause -> LOG.debug("{} stays in a list: {}", entry.chat(), cause.toString()));
      } else if (now.isFounded()) {
        own.add(entry);
      }
    }
    Map<ChatId, Future<List<SentMessage>>> read = new HashMap<>();
    own.forEach(entry -> read.put(entry.chat(), newest(entry.chat())));
    return Future.all(List.copyOf(read.values()))
        .map(all -> results(read))
        .compose(said -> summaries(person, own, members, said));
  }

  /** An entry that is out of date; of a chat that was deleted there are to be none. */
  private Future<Void> tidy(ListEntry entry, Optional<Members> now) {
    return now.isPresent()
        ? store.lists().leave(entry.chat(), List.of(entry.person()), now.get().position())
        : store.lists().forget(entry.chat());
  }

  private static Map<ChatId, List<SentMessage>> results(
      Map<ChatId, Future<List<SentMessage>>> read) {
    Map<ChatId, List<SentMessage>> results = new HashMap<>();
    read.forEach((chat, newest) -> results.put(chat, newest.result()));
    return results;
  }

  private Future<List<SentMessage>> newest(ChatId chat) {
    Address log = Address.messages(chat);
    return store
        .lists()
        .newest(log, Unread.LOOKS_AT)
        .compose(newest -> known(log, newest, new HashMap<>()));
  }

  /**
   * With whom messages are from: where an older version has stored them, their payloads must tell.
   *
   * @param told what they have told so far
   */
  private Future<List<SentMessage>> known(
      Address log, List<EventMeta> newest, Map<Long, String> told) {
    for (EventMeta meta : newest) {
      String from = meta.metadata().values().get(Metadata.FROM);
      if (from == null && !told.containsKey(meta.seq())) {
        return store
            .readBefore(log, meta.seq() + 1, newest.size(), PAGE_BYTES)
            .compose(events -> known(log, newest, tell(meta, events, told)));
      }
      told.put(meta.seq(), from == null ? told.get(meta.seq()) : from);
    }
    return Future.succeededFuture(
        newest.stream().map(each -> new SentMessage(each, told.get(each.seq()))).toList());
  }

  private static Map<Long, String> tell(
      EventMeta asked, List<Event> events, Map<Long, String> told) {
    told.put(asked.seq(), ""); // Should it be gone by now.
    events.forEach(event -> told.put(event.seq(), sender(event)));
    return told;
  }

  private static String sender(Event event) {
    Object sender =
        new JsonObject(event.payload().text()).getValue(LogKind.MESSAGES.personMember());
    return sender instanceof String address ? EmailAddress.canonical(address) : "";
  }

  private Future<List<ChatSummary>> summaries(
      String person,
      List<ListEntry> own,
      Map<ChatId, Members> members,
      Map<ChatId, List<SentMessage>> said) {
    Map<Address, List<EventKey>> receipts = new HashMap<>();
    said.forEach(
        (chat, newest) -> receipts.put(Address.receipts(chat), Unread.receipts(newest, person)));
    return store.lists().known(receipts).map(known -> summaries(person, own, members, said, known));
  }

  private static List<ChatSummary> summaries(
      String person,
      List<ListEntry> own,
      Map<ChatId, Members> members,
      Map<ChatId, List<SentMessage>> said,
      Map<Address, Set<EventKey>> receipts) {
    List<ChatSummary> summaries = new ArrayList<>();
    for (ListEntry entry : own) {
      List<SentMessage> newest = said.get(entry.chat());
      Set<EventKey> read = receipts.getOrDefault(Address.receipts(entry.chat()), Set.of());
      Unread unread = Unread.of(newest, read, person);
      summaries.add(new ChatSummary(entry, members.get(entry.chat()), newest, unread));
    }
    return summaries;
  }
}
