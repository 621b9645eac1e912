package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.LogKind;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a shard knows of one chat: the {@code chatId} bound to it and the writers of the logs to
 * which clients send. All of it is a copy of what the store holds and may be forgotten at any time.
 */
final class ChatWriter {
  private final IngestShard shard;
  private final ChatId chat;
  private final Map<LogKind, LogWriter> logs = new EnumMap<>(LogKind.class);
  private Optional<UUID> chatId = Optional.empty();

  ChatWriter(IngestShard shard, ChatId chat) {
    this.shard = shard;
    this.chat = chat;
  }

  private LogWriter newWriter(LogKind kind) {
    Rules rules =
        switch (kind) {
          case MESSAGES -> new MessageRules(this);
          case RECEIPTS -> new ReceiptRules(this, shard.store());
          case MEMBERS, CONTROL, REVOCATIONS ->
              throw new IllegalArgumentException(kind + " is not submitted");
        };
    return new LogWriter(shard, new Address(chat, kind), rules);
  }

  ChatId chat() {
    return chat;
  }

  LogWriter log(LogKind kind) {
    return logs.computeIfAbsent(kind, this::newWriter);
  }

  boolean isIdle() {
    return logs.values().stream().allMatch(LogWriter::isIdle);
  }

  /** The bound {@code chatId}, as far as the store knows one. A binding never changes. */
  Future<Optional<UUID>> chatId() {
    return chatId.isPresent()
        ? Future.succeededFuture(chatId)
        : shard.store().binding(chat).onSuccess(this::remember);
  }

  /** Binds unless bound; empty when {@code wanted} belongs to another chat. */
  Future<Optional<UUID>> bind(UUID wanted) {
    return shard.store().bind(chat, wanted).onSuccess(this::remember);
  }

  private void remember(Optional<UUID> found) {
    chatId = found;
  }
}
