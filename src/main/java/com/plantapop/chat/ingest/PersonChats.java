package com.plantapop.chat.ingest;

import com.plantapop.chat.access.MemberChange;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.ingest.ChatSummaries.ChatSummary;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.ListEntry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The chats of a person. A page costs a bounded number of looks into the store, however long the
 * chats are and however many. Fails with a Refusal; any thread, completes on the caller's context.
 */
public final class PersonChats {
  private final EventStore store;
  private final ChatSummaries summaries;

  PersonChats(Ingest ingest, EventStore store) {
    this.store = store;
    this.summaries = new ChatSummaries(ingest, store);
  }

  /**
   * A chat in a list; see {@link Chats.Chat}.
   *
   * @param last the last message, if there is one
   * @param active when somebody said something there, or when the person was added
   */
  public record Listed(
      ChatId id,
      UUID chatId,
      Set<String> members,
      String attributes,
      Instant createdAt,
      Optional<Event> last,
      Instant active,
      Unread unread) {

    /** The number of the last message, 0 before the first. */
    public long head() {
      return last.map(Event::seq).orElse(0L);
    }
  }

  /**
   * Some of the chats.
   *
   * @param chats by activity, the newest first; fewer than the limit where entries were out of date
   * @param next behind which the list goes on; empty at its end
   */
  public record Page(List<Listed> chats, Optional<ListCursor> next) {}

  /**
   * The chats that a person belongs to, as of now.
   *
   * @param person canonical address
   * @param after where the page before has ended
   * @param limit the most chats, at least 1
   */
  public Future<Page> page(String person, Optional<ListCursor> after, int limit) {
    return store
        .lists()
        .of(person, ListCursor.entry(after, person), limit + 1)
        .compose(entries -> page(person, entries, limit));
  }

  private Future<Page> page(String person, List<ListEntry> entries, int limit) {
    boolean goesOn = entries.size() > limit;
    List<ListEntry> shown = goesOn ? entries.subList(0, limit) : entries;
    Optional<ListCursor> next =
        goesOn ? Optional.of(ListCursor.of(shown.get(limit - 1))) : Optional.empty();
    return summaries.of(person, shown).compose(this::listed).map(chats -> new Page(chats, next));
  }

  private Future<List<Listed>> listed(List<ChatSummary> chats) {
    List<Position> positions = new ArrayList<>();
    for (ChatSummary chat : chats) {
      positions.add(begin(chat.chat()));
      if (chat.head() > 0) {
        positions.add(last(chat));
      }
    }
    Future<Map<Position, Event>> events = store.lists().at(positions);
    Future<Map<ChatId, UUID>> chatIds =
        store.lists().bindings(chats.stream().map(ChatSummary::chat).toList());
    return Future.all(events, chatIds)
        .map(both -> listed(chats, events.result(), chatIds.result()));
  }

  private static Position begin(ChatId chat) {
    return new Position(Address.members(chat), 1);
  }

  private static Position last(ChatSummary chat) {
    return new Position(Address.messages(chat.chat()), chat.head());
  }

  /** What has vanished while it was looked at is left out. */
  private static List<Listed> listed(
      List<ChatSummary> chats, Map<Position, Event> events, Map<ChatId, UUID> chatIds) {
    return chats.stream()
        .filter(chat -> events.containsKey(begin(chat.chat())))
        .filter(chat -> chatIds.containsKey(chat.chat()))
        .map(chat -> listed(chat, events, chatIds.get(chat.chat())))
        .sorted(Comparator.comparing(Listed::active).reversed())
        .toList();
  }

  private static Listed listed(ChatSummary chat, Map<Position, Event> events, UUID chatId) {
    Event begin = events.get(begin(chat.chat()));
    Optional<Event> last = Optional.ofNullable(events.get(last(chat)));
    return new Listed(
        chat.chat(),
        chatId,
        chat.members().people(),
        MemberChange.parse(begin.payload()).founding().orElseThrow().attributes(),
        begin.acceptedAt(),
        last,
        active(chat, last),
        chat.unread());
  }

  /** What is noted may be some seconds behind the last message. */
  private static Instant active(ChatSummary chat, Optional<Event> last) {
    Instant noted = chat.entry().activity();
    return last.map(Event::acceptedAt).filter(noted::isBefore).orElse(noted);
  }
}
