package com.plantapop.chat.support;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class with a main method as a process of its own; what it prints can be read. */
public final class ServiceProcess implements AutoCloseable {
  private static final Set<String> PLAIN =
      Set.of(
          "vertx-core", "vertx-hazelcast", "hazelcast", "netty", "jackson-core", "vertx-codegen");

  private final Process process;
  private final Path out;
  private final Path err;

  private ServiceProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** With everything that the tests have. */
  public static ServiceProcess start(Path directory, Class<?> main, String... arguments)
      throws IOException {
    return start(directory, System.getProperty("java.class.path"), main, arguments);
  }

  /** With the class itself, Vert.x and Hazelcast, and nothing of ours. */
  public static ServiceProcess startPlain(Path directory, Class<?> main, String... arguments)
      throws IOException {
    String file = main.getName().replace('.', '/') + ".class";
    Path classes = Files.createTempDirectory(directory, "classes");
    Files.createDirectories(classes.resolve(file).getParent());
    try (InputStream bytes = main.getClassLoader().getResourceAsStream(file)) {
      Files.copy(bytes, classes.resolve(file));
    }
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(ServiceProcess::isPlain)
            .collect(Collectors.joining(File.pathSeparator));
    return start(directory, classes + File.pathSeparator + jars, main, arguments);
  }

  private static boolean isPlain(String entry) {
    String name = Path.of(entry).getFileName().toString();
    return name.endsWith(".jar") && PLAIN.stream().anyMatch(name::startsWith);
  }

  private static ServiceProcess start(
      Path directory, String classPath, Class<?> main, String... arguments) throws IOException {
    Path out = Files.createTempFile(directory, "service", ".out");
    Path err = Files.createTempFile(directory, "service", ".err");
    List<String> java =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx256m",
            "-cp",
            classPath,
            main.getName());
    Process process =
        new ProcessBuilder(Stream.concat(java.stream(), Stream.of(arguments)).toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new ServiceProcess(process, out, err);
  }

  /** Waits for a line that begins so. */
  public void awaitLine(String start) throws Exception {
    Await.until(start + "; stderr: " + err, () -> has(start) || !process.isAlive());
    if (!has(start)) {
      throw new AssertionError("ended without " + start + ": " + Files.readString(err));
    }
  }

  public boolean has(String start) throws IOException {
    return lines().stream().anyMatch(line -> line.startsWith(start));
  }

  /** All that it printed. */
  public List<String> lines() throws IOException {
    return Files.readAllLines(out);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
