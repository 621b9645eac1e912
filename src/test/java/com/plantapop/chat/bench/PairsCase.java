package com.plantapop.chat.bench;

import java.io.IOException;
import java.util.List;

/**
 * What a turn of a two-person chat costs, on one node and with the two on different ones.
 *
 * @param nodes 1 or 2 of a cluster; 0 for a node alone, with RocksDB
 */
record PairsCase(Options options, int nodes) implements StormCase {
  private static final int CHATS = 20;

  @Override
  public String name() {
    return nodes == 0 ? "alone, RocksDB" : nodes + (nodes == 1 ? " node" : " nodes");
  }

  @Override
  public void run(Launcher launcher, Results results) throws IOException {
    try (Client client = new Client()) {
      if (nodes == 0) {
        try (ServerProcess node = launcher.startLoneNode()) {
          measure(client, launcher.identity(), List.of(node), results);
        }
      } else {
        try (Database database = Database.create(options.mongo());
            Nodes cluster = Nodes.start(launcher, database.plainSettings(), nodes)) {
          measure(client, launcher.identity(), cluster.servers(), results);
        }
      }
    }
  }

  private void measure(
      Client client, Identity identity, List<ServerProcess> servers, Results results) {
    int first = servers.get(0).port();
    int second = servers.get(servers.size() - 1).port();
    try (Conversations talk = new Conversations(client, identity, CHATS, first, second)) {
      talk.start();
      Meter meter =
          new Meter(() -> servers.stream().mapToLong(ServerProcess::cpuMicros).sum(), talk::turns);
      meter.measure(options.firstWarmUpSeconds());
      meter.warmUp(options.maxWarmUpSeconds());
      talk.clearLatencies();
      Meter.Window window = meter.measure(options.windowSeconds());
      results.add("events/s", window.perSecond());
      results.add("CPU us per event, nodes", window.microsPerOperation());
      results.add("ms from send to the other, p50", talk.millis(50));
      results.add("ms from send to the other, p99", talk.millis(99));
      talk.stop();
    }
  }
}
