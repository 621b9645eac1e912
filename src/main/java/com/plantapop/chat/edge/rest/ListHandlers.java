package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.FrameWriter;
import com.plantapop.chat.edge.HistoryQuery;
import com.plantapop.chat.edge.JsonText;
import com.plantapop.chat.edge.Turns;
import com.plantapop.chat.event.Entry;
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
import java.util.function.Supplier;

/** What may be asked of the chats of a person. */
final class ListHandlers {
  private static final int MAX_LIMIT = 20;

  /** Of the budget; as pages of the past have it. */
  private static final int FEWEST_PAGES = 8;

  /** Of an event loop: notifications take up to some two hundred looks into the store. */
  private static final int AT_ONCE = 2;

  private static final int MAX_WAITING = 100;

  private final Chats chats;
  private final Budget budget;
  private final int maxBodyBytes;
  private final Turns turns = new Turns(AT_ONCE, MAX_WAITING);

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
    return inTurn(
        request,
        (long) limit * maxBodyBytes,
        () -> chats.list(request.caller(), email, after, limit).map(ListHandlers::page));
  }

  /** One after the other, and only with room for what is read. */
  private Future<RestAnswer> inTurn(
      RestRequest request, long bytes, Supplier<Future<RestAnswer>> work) {
    return turns.take(request.deadline(), () -> withRoom(bytes, work));
  }

  private Future<RestAnswer> withRoom(long bytes, Supplier<Future<RestAnswer>> work) {
    long room = Math.min(bytes, budget.limit() / FEWEST_PAGES);
    return budget.tryReserveOfHalf(room)
        ? work.get().onComplete(done -> budget.release(room))
        : Future.failedFuture(Budget.noRoom());
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
    return inTurn(
        request,
        (long) MAX_LIMIT * maxBodyBytes,
        () ->
            chats
                .notifications(request.caller(), request.email())
                .map(ListHandlers::notifications));
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
