package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Timestamps;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Which {@code chatId} belongs to which chat: one document each, unique both ways. Binding inserts,
 * and reads when that is refused; see {@link Resolver} for why it may have to read again. Any
 * thread.
 */
final class Chats {
  private static final long FIRST_PAUSE_MS = 10;
  private static final int MAX_TRIES = 7;

  private final Vertx vertx;
  private final MongoClient client;
  private final RequestLimit limit;
  private final Finder finder;
  private final Failures failures;

  Chats(Vertx vertx, MongoClient client, RequestLimit limit, Finder finder, Failures failures) {
    this.vertx = vertx;
    this.client = client;
    this.limit = limit;
    this.finder = finder;
    this.failures = failures;
  }

  Future<Optional<UUID>> binding(ChatId chat) {
    return find(Names.ID, chat.hex()).map(found -> found.map(Chats::chatId));
  }

  Future<Optional<UUID>> bind(ChatId chat, UUID chatId) {
    return limit
        .run(() -> client.insert(Names.CHATS, document(chat, chatId)))
        .onSuccess(inserted -> failures.none())
        .map(inserted -> Optional.of(chatId))
        .recover(failure -> bound(chat, chatId, failure));
  }

  private Future<Optional<UUID>> bound(ChatId chat, UUID chatId, Throwable failure) {
    return Failures.isDuplicate(failure)
        ? look(chat, chatId, 1)
        : Future.failedFuture(failures.ofWrite(failure));
  }

  private Future<Optional<UUID>> look(ChatId chat, UUID chatId, int attempt) {
    return binding(chat)
        .compose(own -> own.isPresent() ? done(own) : lookForOwner(chat, chatId, attempt));
  }

  private Future<Optional<UUID>> lookForOwner(ChatId chat, UUID chatId, int attempt) {
    return find(Names.CHAT_ID, chatId.toString())
        .compose(owner -> owner.isPresent() ? ownerOr(chat, owner) : again(chat, chatId, attempt));
  }

  /** The chat itself can have become the owner since its own binding was looked for. */
  private static Future<Optional<UUID>> ownerOr(ChatId chat, Optional<JsonObject> owner) {
    return done(
        owner.filter(found -> found.getString(Names.ID).equals(chat.hex())).map(Chats::chatId));
  }

  private static Future<Optional<UUID>> done(Optional<UUID> answer) {
    return Future.succeededFuture(answer);
  }

  private Future<Optional<UUID>> again(ChatId chat, UUID chatId, int attempt) {
    if (attempt >= MAX_TRIES) {
      return Future.failedFuture(StoreRefusals.away());
    }
    return vertx
        .timer(FIRST_PAUSE_MS << (attempt - 1), TimeUnit.MILLISECONDS)
        .compose(passed -> look(chat, chatId, attempt + 1));
  }

  private Future<Optional<JsonObject>> find(String field, String value) {
    return finder
        .find(Names.CHATS, new JsonObject().put(field, value), new FindOptions().setLimit(1), 1)
        .map(found -> found.stream().findFirst());
  }

  private static UUID chatId(JsonObject document) {
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
