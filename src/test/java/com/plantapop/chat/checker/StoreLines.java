package com.plantapop.chat.checker;

import com.mongodb.ConnectionString;
import com.plantapop.chat.support.MongoServerProcess;
import com.plantapop.chat.support.TestMongo;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The MongoDB that the nodes share, with a line of its own to each of them: mongo-java-server as a
 * process, or the server that {@link TestMongo#NAMED} names, in a database that nobody else uses.
 */
final class StoreLines implements Closeable {
  /** The driver must not go around the line once it has learned the server's own name. */
  private static final String DIRECT = "directConnection=true";

  private final MongoServerProcess process;
  private final TestMongo named;
  private final String uri;
  private final String host;
  private final AtomicInteger disturbances = new AtomicInteger();
  private volatile long lastDisturbed = System.nanoTime();
  private final List<Wire> wires = new ArrayList<>();

  private StoreLines(MongoServerProcess process, TestMongo named, String uri) {
    this.process = process;
    this.named = named;
    this.uri = uri;
    this.host = new ConnectionString(uri).getHosts().get(0);
  }

  static StoreLines open(int nodes) throws IOException {
    StoreLines lines = System.getenv(TestMongo.NAMED) == null ? own() : named();
    for (int node = 0; node < nodes && lines.canBeCut(); node++) {
      lines.wires.add(new Wire(InetAddress.getLoopbackAddress(), lines.target()));
    }
    return lines;
  }

  private static StoreLines own() throws IOException {
    MongoServerProcess process = new MongoServerProcess();
    String database = "checker_" + UUID.randomUUID().toString().substring(0, 8);
    return new StoreLines(process, null, "mongodb://127.0.0.1:" + process.port() + "/" + database);
  }

  private static StoreLines named() {
    TestMongo named = TestMongo.named();
    return new StoreLines(null, named, named.uri());
  }

  /** Whether the server has one address, which a line can stand for. */
  boolean canBeCut() {
    return !uri.startsWith("mongodb+srv:") && new ConnectionString(uri).getHosts().size() == 1;
  }

  /** Whether the server is a process of ours. */
  boolean canBePaused() {
    return process != null;
  }

  private InetSocketAddress target() {
    int colon = host.lastIndexOf(':');
    return colon < 0
        ? new InetSocketAddress(host, 27_017)
        : new InetSocketAddress(
            host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)));
  }

  /** Counts the faults of the store that are in force. */
  void disturbed(int more) {
    disturbances.addAndGet(more);
    lastDisturbed = more == 0 ? lastDisturbed : System.nanoTime();
  }

  boolean isDisturbed() {
    return disturbances.get() > 0;
  }

  /** Whether one was in force at some moment since then. */
  boolean disturbedSince(long nanos) {
    return isDisturbed() || lastDisturbed - nanos > 0;
  }

  /** Straight to the server. */
  String uri() {
    return uri;
  }

  /** Along a node's line. */
  String uri(int node) {
    if (!canBeCut()) {
      return uri;
    }
    String along = uri.replace("//" + host, "//127.0.0.1:" + wires.get(node).port());
    return along + (along.contains("?") ? "&" : "?") + DIRECT;
  }

  void set(int node, Wire.State state) {
    wires.get(node).setAll(state);
  }

  void set(int node, Trap trap) {
    wires.get(node).set(trap);
  }

  void setAll(Wire.State state) {
    wires.forEach(wire -> wire.setAll(state));
  }

  void pause() throws Exception {
    process.pause();
  }

  void resume() throws IOException, InterruptedException {
    process.resume();
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
    if (process != null) {
      process.close();
    } else {
      drop();
    }
  }

  private void drop() throws IOException {
    try {
      named.close();
    } catch (Exception e) {
      throw new IOException("cannot drop the database of the checker", e);
    }
  }
}
