package com.plantapop.chat.store.rocksdb;

import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.RocksDBException;

/**
 * The open database and the right to use it. Readers hold a read lock while they touch it, so that
 * it is never closed below them: a call into a closed RocksDB ends the JVM. Only the writer thread
 * replaces or closes it; for its own calls it needs no lock.
 */
final class Storage {
  private final Path directory;
  private final Heads heads;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Null while none can be opened and after {@link #close}. */
  private Database database;

  Storage(Path directory, Heads heads, Database database) {
    this.directory = directory;
    this.heads = heads;
    this.database = database;
  }

  /** Runs work that reads. Blocks while the database is being opened again. */
  <T> T read(Work<T> work) throws RocksDBException {
    lock.readLock().lock();
    try {
      if (database == null) {
        throw new RocksDBException("the database is not open");
      }
      return work.on(database);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Writer thread only, while it has not failed to write. */
  Database forWriting() {
    return database;
  }

  /**
   * Opens the database again after a failed write; replaying the write-ahead log settles what has
   * become of it. Where that fails, the disk being full still, it is opened for reading only.
   * Writer thread only.
   */
  void reopen() throws RocksDBException {
    lock.writeLock().lock();
    try {
      release();
      heads.clear();
      database = Database.open(directory, false);
    } catch (RocksDBException e) {
      database = Database.openReadOnly(directory);
      throw e;
    } finally {
      lock.writeLock().unlock();
    }
  }

  void close() {
    lock.writeLock().lock();
    try {
      release();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void release() {
    if (database != null) {
      database.close();
      database = null;
    }
  }

  /** A look into the database; must not keep anything of it. */
  interface Work<T> {
    T on(Database database) throws RocksDBException;
  }
}
