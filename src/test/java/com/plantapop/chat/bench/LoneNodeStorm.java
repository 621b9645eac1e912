package com.plantapop.chat.bench;

import java.io.IOException;
import java.util.List;

/**
 * A node that has just started, with the embedded store, and the same once more when it is warm.
 */
record LoneNodeStorm(Options options) implements StormCase {
  @Override
  public String name() {
    return "1 node, RocksDB";
  }

  @Override
  public void run(Launcher launcher, Results results) throws IOException {
    try (Client client = new Client();
        ServerProcess node = launcher.startLoneNode()) {
      wave(client, node, "", results);
      Client.pause((long) (options.settleSeconds() * 1000));
      wave(client, node, "second wave, ", results);
    }
  }

  private void wave(Client client, ServerProcess node, String which, Results results) {
    try (Storm storm = new Storm(client, options.sockets())) {
      long before = node.cpuMicros();
      Storm.Wave wave = storm.connect(List.of(node.port()));
      long cpu = node.cpuMicros() - before;
      results.add(which + "s until all stand", wave.seconds());
      results.add(which + "sockets/s", wave.perSecond());
      results.add(which + "failed attempts", wave.failedAttempts());
      results.add(which + "CPU us per connect and subscribe", (double) cpu / wave.sockets());
    }
  }
}
