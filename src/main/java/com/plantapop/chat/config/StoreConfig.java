package com.plantapop.chat.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Section {@code store}: where the logs live.
 *
 * @param uri {@code rocksdb:DIR}, the embedded store in a directory (relative to the working
 *     directory), which one node has for itself
 */
public record StoreConfig(@Setting(byDefault = "rocksdb:data", min = 1, max = 4_096) String uri) {

  private static final String ROCKSDB = "rocksdb:";
  private static final Pattern MONGODB = Pattern.compile("mongodb(\\+srv)?:.*", Pattern.DOTALL);

  /** Up to the last @, since a password may hold one that nobody escaped. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=//).*@", Pattern.DOTALL);

  public StoreConfig {
    Rules.bounds(StoreConfig.class, uri)
        .require(
            !MONGODB.matcher(uri).matches(),
            "uri",
            "MongoDB is not supported by this version; use rocksdb:DIR")
        .require(
            namesDirectory(uri),
            "uri",
            "must be rocksdb:DIR, such as rocksdb:data or rocksdb:/var/lib/chat, is "
                + Rules.quoted(masked(uri)))
        .orThrow();
  }

  /** The directory of the embedded store, as written. */
  public Path directory() {
    return Path.of(uri.substring(ROCKSDB.length()));
  }

  /** Never shows who signs in, nor the password. */
  @Override
  public String toString() {
    return "StoreConfig[uri=" + masked(uri) + "]";
  }

  /** {@code rocksdb://data} is refused: it would mean /data to us and hardly to who wrote it. */
  private static boolean namesDirectory(String uri) {
    String directory = uri.startsWith(ROCKSDB) ? uri.substring(ROCKSDB.length()) : "";
    return !directory.isBlank() && !directory.startsWith("//") && isPath(directory);
  }

  private static boolean isPath(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String masked(String uri) {
    return USER_INFO.matcher(uri).replaceFirst("***@");
  }
}
