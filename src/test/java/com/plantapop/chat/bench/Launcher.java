package com.plantapop.chat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts the servers, all with the same flags. */
final class Launcher {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Of fixed size, so that no server is measured while its heap grows. */
  static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

  /** One publisher stands for many here, so what bounds one client must not bound the case. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CHAT_HTTP_HOST", "127.0.0.1",
          "CHAT_HTTP_PORT", "0",
          "CHAT_EDGE_FRAMES_PER_SECOND", "1000000",
          "CHAT_EDGE_FRAME_BURST", "1000000");

  private final Options options;
  private final Cores cores;
  private final Path directory;

  /**
   * @param directory for their data and logs
   */
  Launcher(Options options, Cores cores, Path directory) {
    this.options = options;
    this.cores = cores;
    this.directory = directory;
  }

  List<String> jvmFlags() {
    return Stream.concat(HEAP.stream(), options.jvmFlags().stream()).toList();
  }

  /** Started when it returns; the caller closes it. Each one begins with an empty store. */
  ServerProcess start(ServerKind kind, boolean pinned) throws IOException {
    Path home = newHome(kind.name());
    return start(kind, pinned, home, Map.of("CHAT_STORE_URI", "rocksdb:" + home.resolve("data")));
  }

  /**
   * Starts a node of ours that shares all cores; its log is {@link #log}.
   *
   * @param home of its own
   * @param settings as environment variables, the store's URI among them
   */
  ServerProcess startNode(Path home, Map<String, String> settings) throws IOException {
    return start(ServerKind.OURS, false, home, settings);
  }

  Path newHome(String name) throws IOException {
    return Files.createTempDirectory(directory, name);
  }

  static Path log(Path home) {
    return home.resolve("stderr.log");
  }

  private ServerProcess start(
      ServerKind kind, boolean pinned, Path home, Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>(pinned ? cores.serverPrefix() : List.of());
    command.add(JAVA);
    command.addAll(jvmFlags());
    command.addAll(kind.program(ClassPath.ofThisProcess()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("CHAT_"));
    environment.putAll(SETTINGS);
    environment.putAll(settings);
    return ServerProcess.start(kind, builder, log(home));
  }
}
