package com.plantapop.chat.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a store that is closed: copied, damaged, compared. */
final class DataFiles {
  /** All that holds data; the rest are locks, RocksDB's own log and its copy of the options. */
  private static final Pattern DATA =
      Pattern.compile("\\d+\\.(sst|log)|MANIFEST-\\d+|CURRENT|FORMAT");

  private DataFiles() {}

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : list(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  /** What every data file holds now. */
  static Map<String, Integer> hashes(Path directory) throws IOException {
    Map<String, Integer> hashes = new TreeMap<>();
    for (Path file : list(directory)) {
      String name = file.getFileName().toString();
      if (DATA.matcher(name).matches()) {
        hashes.put(name, Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return hashes;
  }

  /** The file whose name begins or ends so; the last one when there are several. */
  static Path find(Path directory, String partOfName) throws IOException {
    return list(directory).stream()
        .filter(file -> matches(file.getFileName().toString(), partOfName))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + partOfName + " in " + directory));
  }

  private static boolean matches(String name, String part) {
    return name.startsWith(part) || name.endsWith(part);
  }

  static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x10;
    Files.write(file, bytes);
  }

  static void cut(Path file, int length) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
  }

  static void zero(Path file, int from, int to) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, from, to, (byte) 0);
    Files.write(file, bytes);
  }

  static int size(Path file) {
    try {
      return (int) Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
