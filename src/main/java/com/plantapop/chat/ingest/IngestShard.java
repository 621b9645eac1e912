package com.plantapop.chat.ingest;

import com.plantapop.chat.access.Memberships;
import com.plantapop.chat.bus.Publisher;
import com.plantapop.chat.config.ChatConfig.IngestConfig;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.metrics.IngestMetrics;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.CallerPromise;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The chats of one event loop. All state is touched on that loop only.
 *
 * <p>Runs of different chats that become ready in the same turn of the loop go to the store in one
 * call, so throughput grows with load and an idle service adds no wait.
 */
public final class IngestShard {
  /** Busy chats that one look for idle ones passes over, so that none takes long. */
  private static final int MAX_PASSED = 8;

  private final Vertx vertx;
  private final ContextInternal context;
  private final EventStore store;
  private final IngestConfig settings;
  private final int maxCachedChats;
  private final Publisher publisher;
  private final Memberships memberships;
  private final OwnLogs ownLogs;
  private final Activity activity;
  private final Deadlines deadlines;
  private final Races races;
  private final IngestMetrics metrics;
  private final Map<ChatId, ChatWriter> chats = new LinkedHashMap<>(64, 0.75f, true);
  private List<LogWriter> woken = new ArrayList<>();
  private boolean pumping;
  private List<Run> readyRuns = new ArrayList<>();
  private List<Promise<AppendResult>> readyResults = new ArrayList<>();

  /** Must be called on {@code context}, an event loop's. */
  IngestShard(
      Vertx vertx,
      Context context,
      EventStore store,
      IngestConfig settings,
      int maxCachedChats,
      Publisher publisher,
      Memberships memberships,
      Races races,
      IngestMetrics metrics) {
    this.metrics = metrics;
    this.vertx = vertx;
    this.context = (ContextInternal) context;
    this.store = store;
    this.settings = settings;
    this.maxCachedChats = maxCachedChats;
    this.publisher = publisher;
    this.memberships = memberships;
    this.ownLogs = new OwnLogs(this);
    this.activity = new Activity(vertx, store, memberships);
    this.deadlines = new Deadlines(vertx);
    this.races = races;
  }

  EventStore store() {
    return store;
  }

  IngestConfig settings() {
    return settings;
  }

  Publisher publisher() {
    return publisher;
  }

  /** Who belongs to the chats of this shard; for its loop only. */
  public Memberships memberships() {
    return memberships;
  }

  OwnLogs ownLogs() {
    return ownLogs;
  }

  Activity activity() {
    return activity;
  }

  Races races() {
    return races;
  }

  Vertx vertx() {
    return vertx;
  }

  /**
   * Takes a submission over; may be called from any thread. At once where the caller runs on the
   * same event loop, though on a context of its own: public API would cost a turn of the loop.
   */
  void accept(Submission submission) {
    context.emit(submission, this::enqueue);
  }

  /** Runs on this shard's loop; completes on the context of the caller. May be called anywhere. */
  <T> Future<T> call(Supplier<Future<T>> task) {
    Promise<T> done = CallerPromise.create(vertx);
    context.runOnContext(
        turn -> Future.succeededFuture().compose(begun -> task.get()).onComplete(done));
    return done.future();
  }

  /** Completes, on the caller's context, once everything accepted so far has its answer. */
  Future<Void> drained() {
    Promise<Void> drained = CallerPromise.create(vertx);
    context.runOnContext(turn -> deadlines.whenEmpty(drained));
    return drained.future();
  }

  private void enqueue(Submission submission) {
    deadlines.watch(submission);
    log(submission.address()).enqueue(submission);
  }

  /** Only where somebody has written lately: the others ask the store when they begin. */
  void headSeen(Address address, long seq) {
    ChatWriter writer = address.kind().isSubmitted() ? chats.get(address.chat()) : null;
    if (writer != null) {
      writer.log(address.kind()).headSeen(seq);
      store.headSeen(address, seq);
    }
  }

  private LogWriter log(Address address) {
    ChatId chat = address.chat();
    ChatWriter writer = chats.get(chat);
    if (writer == null) {
      forgetIdleChats();
      writer = new ChatWriter(this, chat);
      chats.put(chat, writer);
    }
    return writer.log(address.kind());
  }

  /** The least recently used go first; those that are at work stay, whatever the bound. */
  private void forgetIdleChats() {
    List<ChatWriter> passed = new ArrayList<>();
    var eldest = chats.values().iterator();
    while (chats.size() >= maxCachedChats && eldest.hasNext() && passed.size() < MAX_PASSED) {
      ChatWriter chat = eldest.next();
      if (chat.isIdle()) {
        eldest.remove();
      } else {
        passed.add(chat);
      }
    }
    // As if used just now, or they would stand in the way of every later look.
    passed.forEach(chat -> chats.put(chat.chat(), chat));
  }

  /** Appends a run together with all others that become ready in this turn of the event loop. */
  Future<AppendResult> append(Run run) {
    Promise<AppendResult> result = CallerPromise.create(vertx);
    if (readyRuns.isEmpty() && !pumping) {
      context.runOnContext(turn -> flush());
    }
    readyRuns.add(run);
    readyResults.add(result);
    return result.future();
  }

  /**
   * Calls a writer's {@code pump} at the end of this turn: what one socket sent together, or many
   * sockets in one turn, is one batch, and not one event followed by the rest.
   */
  void wake(LogWriter writer) {
    if (woken.isEmpty()) {
      context.runOnContext(turn -> pumpWoken());
    }
    woken.add(writer);
  }

  private void pumpWoken() {
    List<LogWriter> writers = woken;
    woken = new ArrayList<>();
    pumping = true;
    try {
      writers.forEach(LogWriter::pump);
    } finally {
      pumping = false;
      flush();
    }
  }

  private void flush() {
    if (readyRuns.isEmpty()) {
      return;
    }
    List<Run> runs = readyRuns;
    List<Promise<AppendResult>> results = readyResults;
    readyRuns = new ArrayList<>();
    readyResults = new ArrayList<>();
    metrics.batch(runs.stream().mapToInt(run -> run.events().size()).sum());
    try {
      List<Future<AppendResult>> outcomes = store.append(runs);
      for (int i = 0; i < results.size(); i++) {
        outcomes.get(i).onComplete(results.get(i));
      }
    } catch (RuntimeException thrown) {
      results.forEach(result -> result.tryFail(thrown));
    }
  }
}
