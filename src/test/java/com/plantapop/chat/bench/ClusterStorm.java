package com.plantapop.chat.bench;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Three nodes, of which one dies. That all stand again is believed only when a message in each chat
 * reaches both of its members; before the death one in each chat gives them positions to resume at.
 */
record ClusterStorm(Options options) implements StormCase {
  private static final int NODES = 3;

  @Override
  public String name() {
    return NODES + " nodes";
  }

  @Override
  public void run(Launcher launcher, Results results) throws IOException {
    try (Database database = Database.create(options.mongo());
        Client client = new Client();
        Nodes nodes = Nodes.start(launcher, database.plainSettings(), NODES)) {
      idle(database, nodes, "without topics", results);
      try (Storm first = new Storm(client, options.sockets())) {
        connect(database, nodes, first, "", results);
      }
      Client.pause((long) (options.settleSeconds() * 1000));
      goOn(database, client, nodes, results);
    }
  }

  /** With nodes that are warm. */
  private void goOn(Database database, Client client, Nodes nodes, Results results) {
    try (Storm storm = new Storm(client, options.sockets())) {
      connect(database, nodes, storm, "second wave, ", results);
      storm.speak();
      idle(database, nodes, "with topics", results);
      kill(nodes, storm, results);
      results.add("after that, chats whose message reached both, once", storm.speak());
    }
  }

  private static void connect(
      Database database, Nodes nodes, Storm storm, String which, Results results) {
    long nodesBefore = nodes.cpuMicros();
    OptionalLong storeBefore = database.cpuMicros();
    Storm.Wave wave = storm.connect(nodes.ports());
    double cpu = nodes.cpuMicros() - nodesBefore;
    results.add(which + "s until all stand", wave.seconds());
    results.add(which + "sockets/s", wave.perSecond());
    results.add(which + "failed attempts", wave.failedAttempts());
    results.add(which + "CPU us per socket, nodes", cpu / wave.sockets());
    storeBefore.ifPresent(
        before ->
            results.add(
                which + "CPU us per socket, store",
                (double) (database.cpuMicros().getAsLong() - before) / wave.sockets()));
  }

  private static void kill(Nodes nodes, Storm storm, Results results) {
    List<Integer> ports = nodes.ports();
    Storm.Wave wave = storm.lose(ports.get(NODES - 1), nodes::killLast);
    results.add("after kill -9, sockets that come back", wave.sockets());
    results.add("after kill -9, s until the last one stands", wave.seconds());
    results.add("after kill -9, failed attempts", wave.failedAttempts());
  }

  /** Each node is a value of its own. */
  private void idle(Database database, Nodes nodes, String how, Results results) {
    Client.pause((long) (options.settleSeconds() * 1000));
    long start = System.nanoTime();
    List<Long> before = nodes.cpuMicrosOfEach();
    OptionalLong storeBefore = database.cpuMicros();
    Client.pause((long) (options.idleSeconds() * 1000));
    List<Long> after = nodes.cpuMicrosOfEach();
    OptionalLong storeAfter = database.cpuMicros();
    double micros = (System.nanoTime() - start) / 1e3;
    for (int i = 0; i < before.size(); i++) {
      long cpu = after.get(i) - before.get(i);
      results.add("idle " + how + ", % of a core, each node", 100 * cpu / micros);
    }
    if (storeBefore.isPresent()) {
      long cpu = storeAfter.getAsLong() - storeBefore.getAsLong();
      results.add("idle " + how + ", % of a core, store", 100 * cpu / micros);
    }
  }
}
