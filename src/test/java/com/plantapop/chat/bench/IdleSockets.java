package com.plantapop.chat.bench;

import java.io.IOException;
import java.util.List;

/** Memory that a subscribed socket takes of a node while nothing is said. */
record IdleSockets(Options options) implements StormCase {
  /** With these a collection gives back to the system what it has freed. */
  private static final List<String> SHRINKING_HEAP =
      List.of(
          "-Xmx1g", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10", "-XX:-ShrinkHeapInSteps");

  /** The first few load and compile what all need. */
  private static final int WARM_UP_SHARE = 10;

  private static final int COLLECTIONS = 3;

  @Override
  public String name() {
    return "1 node, idle";
  }

  @Override
  public void run(Launcher launcher, Results results) throws IOException {
    try (Client client = new Client();
        ServerProcess node = launcher.withHeap(SHRINKING_HEAP).startLoneNode()) {
      try (Storm warmUp = new Storm(client, Math.max(2, options.sockets() / WARM_UP_SHARE))) {
        warmUp.connect(List.of(node.port()));
      }
      Memory before = memory(node);
      try (Storm storm = new Storm(client, options.sockets())) {
        storm.connect(List.of(node.port()));
        Memory after = memory(node);
        results.add(
            "resident bytes per socket", perSocket(after.residentBytes - before.residentBytes));
        results.add("live heap bytes per socket", perSocket(after.liveBytes - before.liveBytes));
      }
    }
  }

  /** Of a node in which all that was under way has ended. */
  private record Memory(long residentBytes, long liveBytes) {}

  private Memory memory(ServerProcess node) {
    Client.pause((long) (options.settleSeconds() * 1000));
    for (int i = 0; i < COLLECTIONS; i++) {
      node.collectGarbage();
    }
    return new Memory(node.residentBytes(), node.liveBytes());
  }

  private double perSocket(long bytes) {
    return (double) bytes / options.sockets();
  }
}
