package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.JsonText;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Timestamps;
import com.plantapop.chat.ingest.Chats;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What may be asked of chats and their members, a method for each operation. */
final class ChatHandlers {
  private final Chats chats;

  ChatHandlers(Chats chats) {
    this.chats = chats;
  }

  Future<RestAnswer> create(RestRequest request) {
    return chats
        .create(request.caller(), request.body(), request.deadline())
        .map(ChatHandlers::created);
  }

  private static RestAnswer created(Chats.Created created) {
    Chats.Chat chat = created.chat();
    return new RestAnswer(
        created.isNew() ? 201 : 200,
        open(chat).append('}').toString(),
        Optional.of("/chats/" + chat.id().hex()));
  }

  Future<RestAnswer> get(RestRequest request) {
    return chats
        .named(request.caller(), request.id())
        .compose(id -> chats.chat(request.caller(), id))
        .map(ChatHandlers::withHeads);
  }

  private static RestAnswer withHeads(Chats.Chat chat) {
    StringBuilder out = open(chat).append(",\"head\":").append(chat.head());
    out.append(",\"receiptsHead\":").append(chat.receiptsHead());
    return new RestAnswer(200, out.append('}').toString());
  }

  /** Without its end, behind which more can be said. */
  private static StringBuilder open(Chats.Chat chat) {
    StringBuilder out = new StringBuilder(512);
    open(out, chat.id(), chat.chatId(), chat.members());
    return openEnd(out, chat.attributes(), chat.createdAt());
  }

  static void open(StringBuilder out, ChatId id, UUID chatId, Set<String> people) {
    out.append("{\"id\":\"").append(id.hex());
    out.append("\",\"chatId\":\"").append(chatId).append("\",\"members\":[");
    for (Iterator<String> members = people.iterator(); members.hasNext(); ) {
      JsonText.quote(out, members.next()).append(members.hasNext() ? "," : "");
    }
    out.append(']');
  }

  /** Behind {@link #open(StringBuilder, ChatId, UUID, Set)}. */
  static StringBuilder openEnd(StringBuilder out, String attributes, Instant createdAt) {
    out.append(",\"attributes\":").append(attributes).append(",\"createdAt\":");
    return JsonText.quote(out, Timestamps.format(createdAt));
  }

  Future<RestAnswer> delete(RestRequest request) {
    return chats
        .named(request.caller(), request.id())
        .compose(id -> chats.delete(request.caller(), id, request.deadline()))
        .map(RestAnswer.NOTHING);
  }

  Future<RestAnswer> addMember(RestRequest request) {
    return chats
        .named(request.caller(), request.id())
        .compose(id -> chats.add(request.caller(), id, request.email(), request.deadline()))
        .map(RestAnswer.NOTHING);
  }

  Future<RestAnswer> removeMember(RestRequest request) {
    return chats
        .named(request.caller(), request.id())
        .compose(id -> chats.remove(request.caller(), id, request.email(), request.deadline()))
        .map(RestAnswer.NOTHING);
  }
}
