package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.ingest.ChatSummaries.ChatSummary;
import com.plantapop.chat.ingest.Unread.SentMessage;
import com.plantapop.chat.store.EventMeta;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.ListEntry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is new in the chats of a person: a message of another that is unread, or a receipt of
 * another since the person last said or read something there itself. Fails with a Refusal; any
 * thread, completes on the caller's context.
 */
public final class Notifications {
  /** Of the chats of a person so many are looked at, those with the newest activity. */
  public static final int CHATS = 100;

  private static final int CHATS_AT_ONCE = 20;

  private final EventStore store;
  private final ChatSummaries summaries;

  Notifications(Ingest ingest, EventStore store) {
    this.store = store;
    this.summaries = new ChatSummaries(ingest, store);
  }

  /** What somebody did. */
  public enum Kind {
    MESSAGE,
    READ_RECEIPT
  }

  /** The newest of what is new in a chat. */
  public record Notification(UUID chatId, Kind kind, Instant timestamp) {}

  private record News(ChatId chat, Kind kind, Instant time) {}

  /** One for each chat with something new, the newest first. */
  public Future<List<Notification>> of(String person) {
    return store
        .lists()
        .of(person, Optional.empty(), CHATS)
        .compose(entries -> news(person, entries, List.of()))
        .compose(this::named);
  }

  private Future<List<News>> news(String person, List<ListEntry> entries, List<News> found) {
    if (entries.isEmpty()) {
      return Future.succeededFuture(found);
    }
    int some = Math.min(entries.size(), CHATS_AT_ONCE);
    return summaries
        .of(person, entries.subList(0, some))
        .compose(chats -> news(person, chats))
        .map(news -> Stream.concat(found.stream(), news.stream()).toList())
        .compose(all -> news(person, entries.subList(some, entries.size()), all));
  }

  private Future<List<News>> news(String person, List<ChatSummary> chats) {
    List<Future<Optional<News>>> asked =
        chats.stream()
            .map(
                chat ->
                    store
                        .lists()
                        .newest(Address.receipts(chat.chat()), Unread.LOOKS_AT)
                        .map(receipts -> newest(person, chat, receipts)))
            .toList();
    return Future.all(asked)
        .map(all -> asked.stream().flatMap(each -> each.result().stream()).toList());
  }

  /** Pure: receipts are the newest of the chat's, the newest first. */
  private static Optional<News> newest(String person, ChatSummary chat, List<EventMeta> receipts) {
    List<SentMessage> newest = chat.newest();
    Stream<Instant> said =
        newest.stream()
            .filter(each -> each.from().equals(person))
            .map(each -> each.meta().acceptedAt());
    Stream<Instant> read =
        receipts.stream().filter(each -> isOf(person, each)).map(EventMeta::acceptedAt);
    Instant own = Stream.concat(said, read).max(Comparator.naturalOrder()).orElse(Instant.MIN);
    Optional<News> message =
        chat.unread().count() == 0
            ? Optional.empty()
            : Optional.of(new News(chat.chat(), Kind.MESSAGE, newest.get(0).meta().acceptedAt()));
    Optional<News> receipt =
        receipts.stream()
            .filter(each -> !isOf(person, each) && each.acceptedAt().isAfter(own))
            .findFirst()
            .map(each -> new News(chat.chat(), Kind.READ_RECEIPT, each.acceptedAt()));
    return Stream.concat(message.stream(), receipt.stream()).max(Comparator.comparing(News::time));
  }

  private static boolean isOf(String person, EventMeta receipt) {
    return receipt.key().reader().equals(person);
  }

  private Future<List<Notification>> named(List<News> news) {
    return store
        .lists()
        .bindings(news.stream().map(News::chat).toList())
        .map(chatIds -> named(news, chatIds));
  }

  private static List<Notification> named(List<News> news, Map<ChatId, UUID> chatIds) {
    return news.stream()
        .filter(each -> chatIds.containsKey(each.chat()))
        .sorted(Comparator.comparing(News::time).reversed())
        .map(each -> new Notification(chatIds.get(each.chat()), each.kind(), each.time()))
        .toList();
  }
}
