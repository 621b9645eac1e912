package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.FrameWriter;
import com.plantapop.chat.edge.HistoryQuery;
import com.plantapop.chat.edge.JsonText;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.event.Timestamps;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.ingest.Chats;
import com.plantapop.chat.ingest.ListCursor;
import com.plantapop.chat.ingest.Notifications.Notification;
import com.plantapop.chat.ingest.PersonChats;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may be asked of the chats of a person. */
final class ListHandlers {
  private static final int MAX_LIMIT = 20;

  /** Of the budget; as pages of the past have it. */
  private static final int FEWEST_PAGES = 8;

  private final Chats chats;
  private final Budget budget;
  private final int maxBodyBytes;

  /**
   * @param maxBodyBytes of the last message of a chat
   */
  ListHandlers(Chats chats, Budget budget, int maxBodyBytes) {
    this.chats = chats;
    this.budget = budget;
    this.maxBodyBytes = maxBodyBytes;
  }

  Future<RestAnswer> list(RestRequest request) {
    int limit =
        request
            .query("limit")
            .map(text -> (int) HistoryQuery.wholeNumber("limit", text, 1, MAX_LIMIT))
            .orElse(MAX_LIMIT);
    Optional<ListCursor> after = request.query("after").map(ListCursor::parse);
    // A form writes a space as a plus, and no address has one.
    Optional<String> email = request.query("email").map(text -> text.replace(' ', '+'));
    long room = Math.min((long) limit * maxBodyBytes, budget.limit() / FEWEST_PAGES);
    if (!budget.tryReserveOfHalf(room)) {
      throw Refusal.of(Refusal.Code.UNAVAILABLE, "no room now; retry");
    }
    return Future.succeededFuture()
        .compose(begun -> chats.list(request.caller(), email, after, limit))
        .map(ListHandlers::page)
        .onComplete(done -> budget.release(room));
  }

  private static RestAnswer page(PersonChats.Page page) {
    StringBuilder out = new StringBuilder(4_096).append("{\"chats\":[");
    List<PersonChats.Listed> listed = page.chats();
    for (int i = 0; i < listed.size(); i++) {
      chat(out.append(i == 0 ? "" : ","), listed.get(i));
    }
    out.append(']');
    page.next().ifPresent(next -> JsonText.quote(out.append(",\"next\":"), next.text()));
    return new RestAnswer(200, out.append('}').toString());
  }

  private static void chat(StringBuilder out, PersonChats.Listed chat) {
    ChatHandlers.open(out, chat.id(), chat.chatId(), chat.members());
    ChatHandlers.openEnd(out, chat.attributes(), chat.createdAt());
    out.append(",\"head\":").append(chat.head());
    chat.last().ifPresent(last -> FrameWriter.entry(out.append(",\"last\":"), Entry.of(last)));
    out.append(",\"unread\":{\"count\":").append(chat.unread().count());
    out.append(",\"more\":").append(chat.unread().more()).append("}}");
  }

  Future<RestAnswer> notifications(RestRequest request) {
    return chats.notifications(request.caller(), request.email()).map(ListHandlers::notifications);
  }

  private static RestAnswer notifications(List<Notification> all) {
    StringBuilder out = new StringBuilder(1_024).append('[');
    for (int i = 0; i < all.size(); i++) {
      Notification each = all.get(i);
      out.append(i == 0 ? "" : ",").append("{\"chatId\":\"").append(each.chatId());
      out.append("\",\"event\":\"").append(each.kind().name().toLowerCase(Locale.ROOT));
      JsonText.quote(out.append("\",\"timestamp\":"), Timestamps.format(each.timestamp()));
      out.append('}');
    }
    return new RestAnswer(200, out.append(']').toString());
  }
}
