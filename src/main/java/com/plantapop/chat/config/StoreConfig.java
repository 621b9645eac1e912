package com.plantapop.chat.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Section {@code store}: where the logs live.
 *
 * @param uri {@code rocksdb:DIR}, the embedded store in a directory (relative to the working
 *     directory), which one node has for itself; or a MongoDB connection string, {@code
 *     mongodb://...} or {@code mongodb+srv://...}, which any number of nodes share
 */
public record StoreConfig(@Setting(byDefault = "rocksdb:data", min = 1, max = 4_096) String uri) {

  private static final String ROCKSDB = "rocksdb:";
  private static final Pattern MONGODB = Pattern.compile("mongodb(\\+srv)?:.*", Pattern.DOTALL);

  /**
   * Hosts, database and options after what {@link #USER_INFO} matches; the driver knows the rest.
   */
  private static final Pattern MONGODB_PLACE =
      Pattern.compile("mongodb(\\+srv)?://(\\*\\*\\*@)?[^\\s/?#@,]+(,[^\\s/?#@,]+)*([/?]\\S*)?");

  /** Up to the last @, since a password may hold one that nobody escaped. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=//).*@", Pattern.DOTALL);

  public StoreConfig {
    SettingRules.bounds(StoreConfig.class, uri)
        .require(
            !isMongo(uri) || MONGODB_PLACE.matcher(masked(uri)).matches(),
            "uri",
            "must be a MongoDB connection string, such as mongodb://HOST:PORT/DATABASE, is "
                + SettingRules.quoted(masked(uri)))
        .require(
            isMongo(uri) || namesDirectory(uri),
            "uri",
            "must be rocksdb:DIR, such as rocksdb:data or rocksdb:/var/lib/chat, or"
                + " mongodb://HOST:PORT/DATABASE, is "
                + SettingRules.quoted(masked(uri)))
        .orThrow();
  }

  /** Whether the logs live in a MongoDB, which nodes can share, and not in a directory. */
  public boolean isMongo() {
    return isMongo(uri);
  }

  private static boolean isMongo(String uri) {
    return MONGODB.matcher(uri).matches();
  }

  /** The directory of the embedded store, as written; only without MongoDB. */
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
    return !directory.isBlank() && !directory.startsWith("//") && SettingRules.isPath(directory);
  }

  private static String masked(String uri) {
    return USER_INFO.matcher(uri).replaceFirst("***@");
  }
}
