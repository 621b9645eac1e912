package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Timestamps;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which {@code chatId} belongs to which chat: one document each, unique both ways. Binding inserts,
 * and reads when that is refused; see {@link Retries} for why it may have to read again. Any
 * thread.
 */
final class Bindings {
  private final Vertx vertx;
  private final MongoRequests requests;

  Bindings(Vertx vertx, MongoRequests requests) {
    this.vertx = vertx;
    this.requests = requests;
  }

  Future<Optional<UUID>> binding(ChatId chat) {
    return find(Names.ID, chat.hex()).map(found -> found.map(Bindings::chatId));
  }

  Future<Optional<ChatId>> chat(UUID chatId) {
    return find(Names.CHAT_ID, chatId.toString()).map(found -> found.map(Bindings::chat));
  }

  Future<Optional<UUID>> bind(ChatId chat, UUID chatId) {
    return requests
        .insert(Names.CHATS, document(chat, chatId))
        .compose(made -> made ? Future.succeededFuture(Optional.of(chatId)) : bound(chat, chatId));
  }

  private Future<Optional<UUID>> bound(ChatId chat, UUID chatId) {
    return Retries.until(vertx, () -> look(chat, chatId)).map(Bound::chatId);
  }

  private Future<Optional<Bound>> look(ChatId chat, UUID chatId) {
    return binding(chat)
        .compose(
            own ->
                own.isPresent()
                    ? Future.succeededFuture(Optional.of(new Bound(own)))
                    : find(Names.CHAT_ID, chatId.toString())
                        .map(owner -> owner.map(found -> Bound.by(chat, found))));
  }

  /** What stands in the way of a binding: the chat's own, or none but another chat's. */
  private record Bound(Optional<UUID> chatId) {
    /** The chat itself can have become the owner since its own binding was looked for. */
    static Bound by(ChatId chat, JsonObject owner) {
      boolean own = owner.getString(Names.ID).equals(chat.hex());
      return new Bound(own ? Optional.of(Bindings.chatId(owner)) : Optional.empty());
    }
  }

  private Future<Optional<JsonObject>> find(String field, String value) {
    return requests.findOne(Names.CHATS, new JsonObject().put(field, value));
  }

  static ChatId chat(JsonObject document) {
    return new ChatId(document.getString(Names.ID));
  }

  static UUID chatId(JsonObject document) {
    return UUID.fromString(document.getString(Names.CHAT_ID));
  }

  private static JsonObject document(ChatId chat, UUID chatId) {
    String now = Timestamps.format(Instant.now());
    return new JsonObject()
        .put(Names.ID, chat.hex())
        .put(Names.CHAT_ID, chatId.toString())
        .put("boundAt", new JsonObject().put("$date", now));
  }
}
