package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.store.StoreOpenException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Opens a directory, or says what is wrong with it. It changes nothing in a directory unless it is
 * empty or ours.
 */
final class Opening {
  /** What may lie in a directory that counts as empty: ours, and that of a fresh file system. */
  private static final Set<String> HARMLESS =
      Set.of(DirectoryLock.FILE, Marker.FILE + ".tmp", "lost+found");

  private static final Pattern DATA = Pattern.compile("\\d+\\.(sst|log)");

  private Opening() {}

  /** Makes the directory where necessary and keeps it for us. */
  static DirectoryLock lock(Path directory) {
    try {
      Files.createDirectories(directory);
      return DirectoryLock.take(directory).orElseThrow(() -> inUse(directory));
    } catch (IOException e) {
      throw refuse(
          directory,
          "must be a directory that this user can write ("
              + reason(e)
              + "); name another one or correct its owner and mode");
    }
  }

  /** The directory must be locked. */
  static Database database(Path directory) {
    try {
      boolean create = !holdsData(directory);
      Natives.load(directory);
      return inOurFormat(directory, Database.open(directory, create));
    } catch (RocksDBException e) {
      throw translate(directory, e);
    } catch (IOException e) {
      throw refuse(directory, "cannot be read or written (" + reason(e) + ")");
    }
  }

  /** From here on older versions must not read it. Only now: until it is open, nothing changes. */
  private static Database inOurFormat(Path directory, Database database) throws IOException {
    try {
      if (Marker.read(directory).orElse(0) != Marker.FORMAT) {
        Marker.write(directory);
      }
      return database;
    } catch (IOException e) {
      database.close();
      throw e;
    }
  }

  private static boolean holdsData(Path directory) throws IOException {
    if (!Files.exists(directory.resolve(Marker.FILE))) {
      requireEmpty(directory);
      Marker.write(directory);
      return false;
    }
    requireKnownFormat(directory, Marker.read(directory));
    if (Files.exists(directory.resolve("CURRENT"))) {
      return true;
    }
    // RocksDB would make a new database here and delete the files that it does not know.
    if (anyFile(directory, name -> DATA.matcher(name).matches())) {
      throw damaged(directory, "the file CURRENT is missing");
    }
    return false;
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (anyFile(directory, name -> !HARMLESS.contains(name))) {
      throw refuse(
          directory,
          "holds files but no chat data (there is no file "
              + Marker.FILE
              + "); name an empty directory, or restore the whole directory from a copy");
    }
  }

  private static void requireKnownFormat(Path directory, OptionalInt format) {
    if (format.isEmpty()) {
      throw damaged(directory, "the file " + Marker.FILE + " does not name a format of ours");
    }
    if (format.getAsInt() > Marker.FORMAT) {
      throw refuse(
          directory,
          "is written in format %d, this version reads those up to format %d; run the version that"
                  .formatted(format.getAsInt(), Marker.FORMAT)
              + " wrote it, or name another directory");
    }
  }

  private static boolean anyFile(Path directory, Predicate<String> matches) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).anyMatch(matches);
    }
  }

  private static StoreOpenException translate(Path directory, RocksDBException cause) {
    Status status = cause.getStatus();
    if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
      return refuse(directory, "is on a full disk (" + cause.getMessage() + "); make room");
    }
    return damaged(directory, cause.getMessage());
  }

  private static StoreOpenException inUse(Path directory) {
    return refuse(
        directory, "is in use by a running process; stop that one or name another directory");
  }

  private static StoreOpenException damaged(Path directory, String what) {
    return refuse(
        directory,
        "cannot be opened: "
            + what
            + ". Nothing in it was overwritten. Keep it for examination and restore the whole"
            + " directory from a copy");
  }

  private static StoreOpenException refuse(Path directory, String what) {
    return new StoreOpenException("store: " + directory + " " + what);
  }

  private static String reason(IOException e) {
    boolean named = e instanceof FileSystemException other && other.getReason() != null;
    return named ? ((FileSystemException) e).getReason() : e.getClass().getSimpleName();
  }
}
