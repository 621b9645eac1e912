package com.plantapop.chat.access;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who belongs to the chats of one event loop: a copy of what their members logs say, which follows
 * them as readers do and may be forgotten at any time. Touched on that loop only.
 *
 * <p><b>Guarantee</b>: whoever was added before {@link #admit} is called is admitted, whatever the
 * bus loses, since nobody is refused before the store was asked. Whoever was removed is refused
 * from when this node hears of it: from the bus, or from the control log (design section 12).
 */
public final class Memberships {
  private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);
  private static final Future<Void> KNOWN = Future.succeededFuture();
  private static final Future<Optional<Members>> NOBODY = Future.succeededFuture(Optional.empty());

  /** Beyond it fewer chats are kept: a member is some 150 bytes of heap. */
  private static final int PEOPLE_PER_CHAT = 4;

  private static final int PAGE_EVENTS = 500;
  private static final int PAGE_BYTES = 256 << 10;

  private final EventStore store;
  private final int maxChats;

  /** The least recently used first. */
  private final Map<ChatId, Chat> chats = new LinkedHashMap<>(64, 0.75f, true);

  private int people;
  private BiConsumer<ChatId, Members> listener = (chat, members) -> {};
  private BooleanSupplier isUpToDate = () -> true;

  /**
   * @param maxChats that are kept, at least 1; fewer where they have more than a few members each
   */
  public Memberships(EventStore store, int maxChats) {
    this.store = store;
    this.maxChats = maxChats;
  }

  /** Who is kept, all chats together. */
  int people() {
    return people;
  }

  /**
   * To be called before anything else.
   *
   * @param changed is told of changes, on the loop
   * @param isUpToDate whether removals of two seconds ago are known; else the store is asked first
   */
  public void follow(BiConsumer<ChatId, Members> changed, BooleanSupplier isUpToDate) {
    this.listener = changed;
    this.isUpToDate = isUpToDate;
  }

  /**
   * Succeeds at once when a caller's right does not depend on membership, or is known; fails with a
   * Refusal: 403 when the caller is no member, 503 when the store cannot tell.
   */
  public Future<Void> admit(ChatId chat, Caller caller) {
    if (!caller.isJudgedByMembership()
        || (chat(chat).members.admit(caller) && isUpToDate.getAsBoolean())) {
      return KNOWN;
    }
    return latest(chat).map(members -> members.require(caller)).mapEmpty();
  }

  /** As {@link #admit}, by what is known here; yes when nothing is. */
  public boolean stillAdmits(ChatId chat, Caller caller) {
    Chat known = caller.isJudgedByMembership() ? chats.get(chat) : null;
    return known == null || known.members.position() == 0 || known.members.admit(caller);
  }

  /** With everything that was appended before the call; fails with a Refusal, 503. */
  public Future<Members> latest(ChatId chat) {
    return chat(chat).latest();
  }

  /**
   * As the other for each, with one question to the store where little has changed. Chats that were
   * deleted are absent.
   */
  public Future<Map<ChatId, Members>> latest(Collection<ChatId> ids) {
    Map<ChatId, Chat> asked = new HashMap<>();
    ids.forEach(id -> asked.put(id, chat(id)));
    List<Position> next = asked.values().stream().map(Chat::next).toList();
    return store.existing(next).compose(longer -> latest(asked, next, longer));
  }

  private static Future<Map<ChatId, Members>> latest(
      Map<ChatId, Chat> asked, List<Position> next, Set<Position> longer) {
    Map<ChatId, Future<Optional<Members>>> read = new HashMap<>();
    for (Position position : next) {
      Chat chat = asked.get(position.address().chat());
      read.put(
          chat.id,
          longer.contains(position)
              ? chat.latest().map(Optional::of).recover(Memberships::unlessGone)
              : Future.succeededFuture(Optional.of(chat.members)));
    }
    return Future.all(List.copyOf(read.values())).map(all -> results(read));
  }

  private static Future<Optional<Members>> unlessGone(Throwable cause) {
    return Refusal.isGone(cause) ? NOBODY : Future.failedFuture(cause);
  }

  private static Map<ChatId, Members> results(Map<ChatId, Future<Optional<Members>>> read) {
    Map<ChatId, Members> results = new HashMap<>();
    read.forEach((id, members) -> members.result().ifPresent(known -> results.put(id, known)));
    return results;
  }

  /**
   * A members log has this event.
   *
   * @param isRead whether somebody on this node reads the chat, and is to be judged again
   */
  public void stored(ChatId id, Entry entry, boolean isRead) {
    Chat known = chats.get(id);
    if (known != null && entry.seq() == known.members.position() + 1) {
      known.becomes(known.members.with(entry));
      return;
    }
    reaches(id, entry.seq(), isRead).onFailure(cause -> LOG.debug("{}: {}", id, cause.toString()));
  }

  /**
   * A members log has this number; as {@link #stored}. Completes when it is known here, where it
   * has to be; fails when the store cannot tell.
   */
  public Future<Void> reaches(ChatId id, long seq, boolean isRead) {
    Chat known = isRead ? chat(id) : chats.get(id);
    return known == null || seq <= known.members.position() ? KNOWN : known.latest().mapEmpty();
  }

  private Chat chat(ChatId id) {
    Chat known = chats.get(id);
    if (known == null) {
      known = new Chat(id);
      chats.put(id, known);
      forgetEldest();
    }
    return known;
  }

  /** The store has them. The one that is being used is the last, and stays. */
  private void forgetEldest() {
    Iterator<Chat> eldest = chats.values().iterator();
    while (chats.size() > 1
        && (chats.size() > maxChats || people > (long) PEOPLE_PER_CHAT * maxChats)) {
      people -= eldest.next().members.people().size();
      eldest.remove();
    }
  }

  private final class Chat {
    private final ChatId id;
    private Members members = Members.NONE;
    private Optional<Future<Members>> reading = Optional.empty();
    private Optional<Future<Members>> next = Optional.empty();

    Chat(ChatId id) {
      this.id = id;
    }

    Position next() {
      return new Position(Address.members(id), members.position() + 1);
    }

    void becomes(Members newer) {
      if (newer.position() <= members.position()) {
        return;
      }
      // One that was forgotten meanwhile is not counted, but those whom it ends are told.
      boolean isKept = chats.get(id) == this;
      people += isKept ? newer.people().size() - members.people().size() : 0;
      members = newer;
      forgetEldest();
      listener.accept(id, members);
    }

    /** A read that is under way may have missed what came before the call: the next one is ours. */
    Future<Members> latest() {
      if (reading.isEmpty()) {
        return begin();
      }
      if (next.isEmpty()) {
        next = reading.map(before -> before.transform(done -> begin()));
      }
      return next.get();
    }

    private Future<Members> begin() {
      next = Optional.empty();
      Future<Members> begun = Future.succeededFuture(members).compose(this::readOn);
      reading = begun.isComplete() ? Optional.empty() : Optional.of(begun);
      return begun.onComplete(done -> ended(begun));
    }

    private void ended(Future<Members> read) {
      reading = reading.filter(current -> current != read);
      if (Refusal.isGone(read.cause())) {
        // Nobody belongs to it any more; whoever asks is told by the store.
        people -= chats.remove(id, this) ? members.people().size() : 0;
      }
    }

    private Future<Members> readOn(Members from) {
      return store
          .readAfter(Address.members(id), from.position(), PAGE_EVENTS, PAGE_BYTES)
          .compose(page -> page.isEmpty() ? here(from) : readOn(fold(from, page)));
    }

    /** What was heard meanwhile may be further. */
    private Future<Members> here(Members read) {
      becomes(read);
      return Future.succeededFuture(members);
    }

    private static Members fold(Members from, List<Event> page) {
      Members members = from;
      for (Event event : page) {
        members = members.with(Entry.of(event));
      }
      return members;
    }
  }
}
