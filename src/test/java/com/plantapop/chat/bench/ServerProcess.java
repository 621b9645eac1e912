package com.plantapop.chat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One server, running as a child of this process, which it does not outlive. */
final class ServerProcess implements AutoCloseable {
  private static final String READY = "ready ";
  private static final int SECONDS_TO_START = 60;
  private static final int SECONDS_TO_STOP = 30;
  private static final int PROBE_MILLIS = 50;
  private static final long MICROS_PER_TICK =
      1_000_000 / Long.parseLong(Shell.output("getconf", "CLK_TCK").strip());

  private final ServerKind kind;
  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private ServerProcess(ServerKind kind, Process process) {
    this.kind = kind;
    this.process = process;
  }

  static ServerProcess start(ServerKind kind, ProcessBuilder builder, Path log) throws IOException {
    ServerProcess server = launch(kind, builder, log);
    server.awaitReady(log);
    return server;
  }

  /**
   * For a server that does not say when it is ready: it is when its port answers.
   *
   * @param port where it was told to listen, on 127.0.0.1
   */
  static ServerProcess start(ServerKind kind, ProcessBuilder builder, Path log, int port)
      throws IOException {
    ServerProcess server = launch(kind, builder, log);
    CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> server.probe(port));
    server.awaitReady(log);
    return server;
  }

  private static ServerProcess launch(ServerKind kind, ProcessBuilder builder, Path log)
      throws IOException {
    ServerProcess server = new ServerProcess(kind, builder.redirectError(log.toFile()).start());
    Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroyForcibly));
    Thread output = new Thread(server::readOutput, kind.title() + " output");
    output.setDaemon(true);
    output.start();
    return server;
  }

  int port() {
    return port.join();
  }

  /** CPU time of all its threads since it started, in microseconds: utime + stime. */
  long cpuMicros() {
    return cpuMicros(process.pid());
  }

  static long cpuMicros(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      // The name of the command stands in brackets and may hold blanks; what follows does not.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    } catch (IOException e) {
      throw new BenchmarkException("the server is gone", e);
    }
  }

  /** Resident memory, in bytes. */
  long residentBytes() {
    try (Stream<String> status = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
      String line = status.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    } catch (IOException e) {
      throw new BenchmarkException("the server is gone", e);
    }
  }

  /** Collects all garbage. */
  void collectGarbage() {
    jcmd("GC.run");
  }

  /** What is reachable in its heap, in bytes. */
  long liveBytes() {
    String histogram = jcmd("GC.class_histogram").strip();
    String[] total = histogram.substring(histogram.lastIndexOf('\n') + 1).split("\\s+", -1);
    return Long.parseLong(total[2]);
  }

  /** SIGKILL; returns when it is dead. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, as an operator would; whatever does not end in time is killed. */
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BenchmarkException(kind.title() + " did not stop");
      }
    } catch (InterruptedException e) {
      throw new BenchmarkException("interrupted", e);
    }
  }

  private String jcmd(String command) {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return Shell.output(program, String.valueOf(process.pid()), command);
  }

  /** To its end, so that the server never waits for a reader. */
  private void readOutput() {
    process.inputReader().lines().filter(line -> line.startsWith(READY)).forEach(this::ready);
    port.completeExceptionally(new IOException("it ended"));
  }

  private void ready(String line) {
    port.complete(URI.create(line.substring(READY.length()).strip()).getPort());
  }

  /** Until it answers or has ended, as it has to when {@link #awaitReady} loses patience. */
  private void probe(int number) {
    SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
    while (!port.isDone()) {
      try {
        SocketChannel.open(address).close();
        port.complete(number);
      } catch (IOException notYet) {
        Client.pause(PROBE_MILLIS);
      }
    }
  }

  private void awaitReady(Path log) throws IOException {
    try {
      port.get(SECONDS_TO_START, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new BenchmarkException(
          kind.title() + " did not start: " + Files.readString(log).strip(), e);
    }
  }
}
