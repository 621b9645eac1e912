package com.plantapop.chat.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The file that says that a directory is ours and in which format it is written. It is looked at
 * before RocksDB touches the directory, so that data of others stays as it is.
 */
final class Marker {
  static final String FILE = "FORMAT";

  /** Must grow when {@link Layout} changes. */
  static final int FORMAT = 1;

  private static final String PREFIX = "plantapop-chat store format ";

  private Marker() {}

  /** What the file says, without a line end. */
  static String read(Path directory) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(FILE));
    return new String(bytes, StandardCharsets.ISO_8859_1).strip();
  }

  /** What it must say for us to read the data. */
  static String ours() {
    return PREFIX + FORMAT;
  }

  static boolean isOfAnotherVersion(String text) {
    return text.startsWith(PREFIX) && !text.equals(ours());
  }

  /** All or nothing: a start that is killed must not leave half a marker. */
  static void write(Path directory) throws IOException {
    Path draft = directory.resolve(FILE + ".tmp");
    try (FileChannel file =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap((ours() + "\n").getBytes(StandardCharsets.ISO_8859_1)));
      file.force(true);
    }
    Files.move(draft, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
