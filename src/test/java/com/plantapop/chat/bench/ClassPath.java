package com.plantapop.chat.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** This process's class path, with absolute names: the servers run in another directory. */
record ClassPath(List<Path> entries) {
  private static final String JAR = "plantapop-chat.jar";

  static ClassPath ofThisProcess() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    return new ClassPath(Stream.of(entries).map(Path::of).map(Path::toAbsolutePath).toList());
  }

  String all() {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  /** The executable jar, which is the server under test. */
  String jar() {
    return entries.stream()
        .filter(entry -> entry.endsWith(JAR) && Files.isReadable(entry))
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() -> new BenchmarkException(JAR + " is not on the class path"));
  }
}
