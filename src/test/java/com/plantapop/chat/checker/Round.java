package com.plantapop.chat.checker;

import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Rest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One cluster on one database, from its start to the verdict on it. */
final class Round {
  /** Longer than any wait that the service allows itself, so that what hangs is told. */
  private static final int PATIENCE_SECONDS = 60;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Options options;
  private final Path directory;
  private final Journal journal;
  private final Counts counts = new Counts();

  Round(Options options, Path directory, Journal journal) {
    this.options = options;
    this.directory = directory;
    this.journal = journal;
  }

  /** Returns what happened. */
  Counts run() throws Exception {
    journal.say("round " + options);
    Files.createDirectories(directory);
    try (Cluster cluster = Cluster.start(options.nodes(), directory, counts);
        Loop loop = new Loop()) {
      journal.say(options.nodes() + " nodes are ready");
      run(cluster, loop);
    }
    return counts;
  }

  private void run(Cluster cluster, Loop loop) throws Exception {
    Bench bench = loop.call(() -> new Bench(options, loop, cluster, counts, journal));
    create(bench.chats(), cluster.nodes());
    StoreLines store = cluster.store();
    try (StoreWatch watch = loop.call(() -> new StoreWatch(loop.vertx(), store.uri(), bench))) {
      run(cluster, loop, bench, watch);
    }
    journal.say("reading the logs back");
    new FinalCheck(bench, loop.vertx()).run(cluster);
  }

  /** As the back end does before anybody can talk. */
  private static void create(List<Chat> chats, List<Node> nodes) throws Exception {
    for (int i = 0; i < chats.size(); i++) {
      Rest service = Chats.service(nodes.get(i % nodes.size()).port());
      Chats.create(service, chats.get(i).toString(), chats.get(i).emails());
    }
  }

  private void run(Cluster cluster, Loop loop, Bench bench, StoreWatch watch) throws Exception {
    loop.call(() -> begin(bench, new Progress(bench, loop, cluster.store(), watch)));
    new Faults(options, cluster, journal, counts, new LoopCrowd(bench, loop)).run();
    int patience = PATIENCE_SECONDS + options.seconds();
    await("all events", patience, loop, () -> bench.sends().accepted() >= options.events());
    loop.call(() -> quieten(bench));
    journal.say("quiet; " + loop.call(() -> bench.sends().open().size()) + " sends under way");
    await("members to be back", loop, () -> bench.turnover().isOver());
    await("an acknowledgement of all", loop, () -> bench.sends().open().isEmpty());
    await("an answer to all", loop, () -> bench.clients().stream().allMatch(Round::isAnswered));
    await("readers that saw all", loop, () -> bench.clients().stream().allMatch(Round::isComplete));
    loop.call(() -> tellIncomplete(bench));
    journal.say(loop.call(() -> bench.rights().describe()));
    loop.call(() -> closeAll(bench));
  }

  private Object begin(Bench bench, Progress progress) {
    progress.watch();
    bench.turnover().run();
    double perSecond = options.events() / Script.EVENTS_PER_ACT / options.seconds();
    for (Client client : bench.clients()) {
      client.connect();
      new Script(bench, client, 1000.0 * options.clients() / perSecond).run();
    }
    return bench;
  }

  private static Object quieten(Bench bench) {
    bench.quieten();
    return bench;
  }

  private static Object closeAll(Bench bench) {
    bench.clients().forEach(Client::close);
    return bench;
  }

  private static boolean isAnswered(Client client) {
    return client.calls().isEmpty()
        && client.subscriptions().stream().noneMatch(Subscription::waits);
  }

  private static boolean isComplete(Client client) {
    return client.subscriptions().stream().allMatch(Subscription::isComplete);
  }

  private Object tellIncomplete(Bench bench) {
    for (Client client : bench.clients()) {
      client.calls().forEach(call -> journal.violation(client + ": no answer to " + call.what()));
      client.subscriptions().stream()
          .filter(subscription -> !subscription.isComplete())
          .forEach(subscription -> journal.violation(subscription.describe()));
    }
    List<Op> open = bench.sends().open();
    open.forEach(op -> journal.violation(op + ": no acknowledgement"));
    return open;
  }

  private void await(String what, Loop loop, Callable<Boolean> condition) throws Exception {
    await(what, PATIENCE_SECONDS, loop, condition);
  }

  private void await(String what, int seconds, Loop loop, Callable<Boolean> condition)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!loop.call(condition)) {
      if (System.nanoTime() > end) {
        journal.violation("waited in vain for " + what);
        return;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
