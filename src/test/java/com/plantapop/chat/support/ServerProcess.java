package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged jar as a user starts it: a process of its own. */
public final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final String READY = "ready ";
  private static final String HEAP = "-Xmx256m";

  private final Process process;
  private final Path out;
  private final Path err;

  private ServerProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts with a free port and the data in {@code directory}, and waits until it is ready. */
  public static ServerProcess ready(Path directory, Map<String, String> settings) throws Exception {
    return ready(directory, settings, HEAP);
  }

  /** The same with one option of the JVM. */
  public static ServerProcess ready(Path directory, Map<String, String> settings, String option)
      throws Exception {
    Map<String, String> environment = new HashMap<>(settings);
    environment.putIfAbsent("CHAT_HTTP_PORT", "0");
    environment.putIfAbsent("CHAT_STORE_URI", "rocksdb:" + directory.resolve("data"));
    ServerProcess server = start(directory, environment, List.of(), option);
    server.awaitReady();
    return server;
  }

  /** Starts with just these variables and arguments, in {@code directory}. */
  public static ServerProcess start(
      Path directory, Map<String, String> environment, List<String> arguments) throws IOException {
    return start(directory, environment, arguments, HEAP);
  }

  private static ServerProcess start(
      Path directory, Map<String, String> environment, List<String> arguments, String option)
      throws IOException {
    Path out = Files.createTempFile(directory, "server", ".out");
    Path err = Files.createTempFile(directory, "server", ".err");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add(option);
    command.add("-jar");
    command.add(Path.of(System.getProperty("chat.jar")).toAbsolutePath().toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CHAT_"));
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), out, err);
  }

  /** For {@link #start}: waits until it serves. */
  public void awaitReady() throws Exception {
    Await.until("the ready line; stderr: " + err, () -> isReady() || !process.isAlive());
    assertThat(isReady()).as("ready; stderr: " + stderr()).isTrue();
  }

  private boolean isReady() throws IOException {
    return stdout().startsWith(READY) && stdout().endsWith("\n");
  }

  /** What the ready line names, for example {@code http://127.0.0.1:8080}. */
  public String url() throws IOException {
    return stdout().trim().substring(READY.length());
  }

  public int port() throws IOException {
    return Integer.parseInt(url().substring(url().lastIndexOf(':') + 1));
  }

  public String stdout() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  public String stderr() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  /** What stderr tells of faults; that a busy machine holds up a thread is none. */
  public List<String> trouble() throws IOException {
    return stderr()
        .lines()
        .filter(line -> line.contains("ERROR") || line.contains("Exception"))
        .filter(line -> !line.contains("BlockedThreadChecker"))
        .toList();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Waits for the end. */
  public int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
