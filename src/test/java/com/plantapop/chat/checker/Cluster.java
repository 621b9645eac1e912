package com.plantapop.chat.checker;

import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Nodes as processes, on one database, with lines between all of them that can be cut. */
final class Cluster implements AutoCloseable {
  /** The shortest that Hazelcast may be given: a pause need not be long to be a death. */
  static final long FAILURE_TIMEOUT_MS = 2_000;

  /**
   * Nodes start often here and live briefly: an optimising compiler would take its time in vain.
   */
  private static final String JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final StoreLines store;
  private final PeerLines peers;
  private final List<Node> nodes = new ArrayList<>();
  private final Thread hook = new Thread(() -> nodes.forEach(Node::close));

  private Cluster(StoreLines store, PeerLines peers) {
    this.store = store;
    this.peers = peers;
  }

  static Cluster start(int size, Path directory, Counts counts) throws Exception {
    Cluster cluster = new Cluster(StoreLines.open(size), PeerLines.open(size));
    // Whoever interrupts a run leaves no node behind.
    Runtime.getRuntime().addShutdownHook(cluster.hook);
    String name = "checker-" + UUID.randomUUID();
    for (int index = 0; index < size; index++) {
      Path home = Files.createDirectories(directory.resolve("node" + index));
      cluster.nodes.add(new Node(index, home, cluster.settings(index, name, home), counts));
    }
    try {
      cluster.startAll();
    } catch (Exception notStarted) {
      cluster.close();
      throw notStarted;
    }
    return cluster;
  }

  private Map<String, String> settings(int node, String name, Path home) throws IOException {
    Map<String, String> own =
        Map.ofEntries(
            Map.entry("CHAT_HTTP_PORT", "0"),
            Map.entry("CHAT_AUTH_MODE", "jwt"),
            Map.entry("CHAT_AUTH_JWT_SECRET", Jwts.SECRET),
            // Else they would be good for longer than a short run takes.
            Map.entry("CHAT_AUTH_JWT_LEEWAY_SECONDS", "1"),
            Map.entry("CHAT_STORE_URI", store.uri(node)),
            Map.entry("CHAT_CLUSTER_ENABLED", "true"),
            Map.entry("CHAT_CLUSTER_NAME", name),
            Map.entry("CHAT_CLUSTER_HOST", peers.host(node)),
            Map.entry("CHAT_CLUSTER_PORT", Integer.toString(peers.port(node))),
            Map.entry("CHAT_CLUSTER_FILE", peers.writeFile(node, home).toAbsolutePath().toString()),
            Map.entry("CHAT_CLUSTER_FAILURE_TIMEOUT_MS", Long.toString(FAILURE_TIMEOUT_MS)),
            Map.entry("JAVA_TOOL_OPTIONS", JVM));
    // Its crowds are few sockets that say a lot, all from this machine.
    return Limits.farOff(own);
  }

  private void startAll() throws Exception {
    List<CompletableFuture<Void>> starts =
        nodes.stream().map(node -> CompletableFuture.runAsync(() -> start(node))).toList();
    for (CompletableFuture<Void> start : starts) {
      start.get();
    }
  }

  private static void start(Node node) {
    try {
      node.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sets the lines that a fault is about. */
  void set(Fault fault, Wire.State state) {
    switch (fault.kind()) {
      case STORE_CUT, STORE_SILENT -> store.setAll(state);
      case LINE_CUT, LINE_SILENT -> store.set(fault.node(), state);
      default -> peers.isolate(fault.node(), state);
    }
  }

  StoreLines store() {
    return store;
  }

  PeerLines peers() {
    return peers;
  }

  List<Node> nodes() {
    return nodes;
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException interrupted) {
      // It runs already.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(Node::close);
    forgetHook();
    peers.close();
    store.close();
  }
}
