package com.plantapop.chat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Holds the store and the logs of one run; below {@code target}, since /tmp may be memory. */
final class WorkDirectory implements AutoCloseable {
  private final Path path;
  private boolean kept;

  private WorkDirectory(Path path) {
    this.path = path;
  }

  static WorkDirectory create() throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    return new WorkDirectory(Files.createTempDirectory(target, "bench-"));
  }

  Path path() {
    return path;
  }

  /** Leaves it there for whoever looks for the reason of a failure. */
  Path keep() {
    kept = true;
    return path;
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      for (Path file : deepestFirst()) {
        Files.delete(file);
      }
    }
  }

  private List<Path> deepestFirst() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
