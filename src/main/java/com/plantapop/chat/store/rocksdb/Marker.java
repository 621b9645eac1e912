package com.plantapop.chat.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that says that a directory is ours and in which format it is written. It is looked at
 * before RocksDB touches the directory, so that data of others stays as it is.
 */
final class Marker {
  static final String FILE = "FORMAT";

  /**
   * Must grow when {@link Layout} changes. 2 came with metadata and with logs that begin after 1, 3
   * with the entries of lists; what older formats have written is read as it is.
   */
  static final int FORMAT = 3;

  private static final String PREFIX = "plantapop-chat store format ";

  private static final Pattern TEXT = Pattern.compile(PREFIX + "([1-9]\\d{0,8})");

  private Marker() {}

  /** The format that the file names; empty when it says something else. */
  static OptionalInt read(Path directory) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(FILE));
    Matcher text = TEXT.matcher(new String(bytes, StandardCharsets.ISO_8859_1).strip());
    return text.matches() ? OptionalInt.of(Integer.parseInt(text.group(1))) : OptionalInt.empty();
  }

  /** Names our format. All or nothing: a start that is killed must not leave half a marker. */
  static void write(Path directory) throws IOException {
    Path draft = directory.resolve(FILE + ".tmp");
    try (FileChannel file =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap((PREFIX + FORMAT + "\n").getBytes(StandardCharsets.ISO_8859_1)));
      file.force(true);
    }
    Files.move(draft, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
