package com.plantapop.chat.bench;

import com.plantapop.chat.support.Limits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the servers, the JVMs among them with the same flags. */
final class Launcher {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Of fixed size, so that no server is measured while its heap grows. */
  static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

  /** One publisher stands for many here, so what bounds one client must not bound the case. */
  private static final Map<String, String> WITHOUT_LIMIT = Limits.FAR_OFF;

  private static final Map<String, String> ADDRESS =
      Map.of("CHAT_HTTP_HOST", "127.0.0.1", "CHAT_HTTP_PORT", "0");

  private final Options options;
  private final Cores cores;
  private final Path directory;
  private final String jar;
  private final List<String> heap;
  private final Map<String, String> settings;
  private final Identity identity;

  /**
   * @param directory for their data and logs
   */
  Launcher(Options options, Cores cores, Path directory) {
    this(
        options,
        cores,
        directory,
        ClassPath.ofThisProcess().jar(),
        HEAP,
        WITHOUT_LIMIT,
        Identity.OPEN);
  }

  private Launcher(
      Options options,
      Cores cores,
      Path directory,
      String jar,
      List<String> heap,
      Map<String, String> settings,
      Identity identity) {
    this.options = options;
    this.cores = cores;
    this.directory = directory;
    this.jar = jar;
    this.heap = heap;
    this.settings = settings;
    this.identity = identity;
  }

  /** For our server as it was at another time, with those of our settings that it knows. */
  Launcher of(Path otherJar) throws IOException {
    Map<String, String> known = new HashMap<>(settings);
    known.keySet().retainAll(variables(otherJar));
    String absolute = otherJar.toAbsolutePath().toString();
    return new Launcher(options, cores, directory, absolute, heap, known, identity);
  }

  /**
   * Of all settings that a jar has, in its {@code conf/chat.json}, but for those of sub-sections.
   */
  private static Set<String> variables(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        InputStream text = file.getInputStream(file.getEntry("conf/chat.json"))) {
      JsonObject sections = new JsonObject(Buffer.buffer(text.readAllBytes()));
      return sections.stream().flatMap(Launcher::variables).collect(Collectors.toSet());
    }
  }

  private static Stream<String> variables(Map.Entry<String, Object> section) {
    return ((JsonObject) section.getValue())
        .fieldNames().stream().map(name -> variable(section.getKey() + "." + name));
  }

  private static String variable(String key) {
    String words = key.replaceAll("([A-Z])", "_$1").replace('.', '_');
    return "CHAT_" + words.toUpperCase(Locale.ROOT);
  }

  Launcher withHeap(List<String> flags) {
    return new Launcher(options, cores, directory, jar, flags, settings, identity);
  }

  /** For nodes that ask their clients who they are, or do not. */
  Launcher as(Identity who) {
    return new Launcher(options, cores, directory, jar, heap, settings, who);
  }

  Identity identity() {
    return identity;
  }

  List<String> jvmFlags() {
    return Stream.concat(heap.stream(), options.jvmFlags().stream()).toList();
  }

  /** Started when it returns; the caller closes it. Each one begins with an empty store. */
  ServerProcess start(ServerKind kind, boolean pinned) throws IOException {
    Path home = newHome(kind.name());
    return kind == ServerKind.CENTRIFUGO
        ? startCentrifugo(pinned, home)
        : as(kind.identity()).start(kind, pinned, home, embeddedStore(home));
  }

  private ServerProcess startCentrifugo(boolean pinned, Path home) throws IOException {
    int port = Nodes.freePort();
    List<String> command = new ArrayList<>(pinned ? cores.serverPrefix() : List.of());
    command.add(options.centrifugo().orElseThrow().toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("CENTRIFUGO_"));
    environment.putAll(Centrifugo.settings(port));
    return ServerProcess.start(ServerKind.CENTRIFUGO, builder, log(home), port);
  }

  /** Starts a node of ours that shares all cores, with an empty embedded store. */
  ServerProcess startLoneNode() throws IOException {
    Path home = newHome("node");
    return startNode(home, embeddedStore(home));
  }

  private static Map<String, String> embeddedStore(Path home) {
    return Map.of("CHAT_STORE_URI", "rocksdb:" + home.resolve("data"));
  }

  /**
   * Starts a node of ours that shares all cores; its log is {@link #log}.
   *
   * @param home of its own
   * @param further settings as environment variables, the store's URI among them
   */
  ServerProcess startNode(Path home, Map<String, String> further) throws IOException {
    return start(ServerKind.OURS, false, home, further);
  }

  Path newHome(String name) throws IOException {
    return Files.createTempDirectory(directory, name);
  }

  static Path log(Path home) {
    return home.resolve("stderr.log");
  }

  private ServerProcess start(
      ServerKind kind, boolean pinned, Path home, Map<String, String> further) throws IOException {
    List<String> command = new ArrayList<>(pinned ? cores.serverPrefix() : List.of());
    command.add(JAVA);
    command.addAll(jvmFlags());
    command.addAll(kind.program(kind == ServerKind.OTHER ? options.jars().get(0).toString() : jar));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("CHAT_"));
    environment.putAll(ADDRESS);
    environment.putAll(settings);
    environment.putAll(identity.settings());
    environment.putAll(further);
    if (kind == ServerKind.UNCOUNTED) {
      environment.put("CHAT_MANAGEMENT_METRICS", "false");
    }
    return ServerProcess.start(kind, builder, log(home));
  }
}
