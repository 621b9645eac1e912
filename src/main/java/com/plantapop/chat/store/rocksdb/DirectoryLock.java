package com.plantapop.chat.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a directory for one store. RocksDB locks too, but gives its lock back whenever we open it
 * again, and does not say in a reliable way that the lock was the problem.
 */
final class DirectoryLock implements AutoCloseable {
  static final String FILE = "in-use";

  /**
   * Of this JVM. A second channel on a locked file must not even be opened here: closing it would
   * drop the first one's lock (POSIX).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Empty when the directory is in use. */
  static Optional<DirectoryLock> take(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel =
          FileChannel.open(real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      taken = lock != null;
      return taken ? Optional.of(new DirectoryLock(real, channel)) : Optional.empty();
    } finally {
      if (!taken) {
        HELD.remove(real);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a lock that was held is given back", e);
    } finally {
      HELD.remove(directory);
    }
  }
}
