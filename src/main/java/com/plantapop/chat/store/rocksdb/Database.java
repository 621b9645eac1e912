package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.store.rocksdb.check.DatabaseFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * An open RocksDB with our column families. Every call blocks. Calls after {@link #close} would
 * crash the JVM: {@link Storage} prevents them.
 */
final class Database implements AutoCloseable {
  private final RocksDB rocks;
  private final Settings settings;
  private final Map<ColumnFamily, ColumnFamilyHandle> handles = new EnumMap<>(ColumnFamily.class);

  /** {@code opened} is in the order of {@link ColumnFamily}. */
  private Database(RocksDB rocks, Settings settings, List<ColumnFamilyHandle> opened) {
    this.rocks = rocks;
    this.settings = settings;
    for (ColumnFamily family : ColumnFamily.values()) {
      handles.put(family, opened.get(handles.size()));
    }
  }

  /**
   * For reading and writing; replays what a crash left in the write-ahead log, after a look at it
   * that changes nothing.
   */
  static Database open(Path directory, boolean create) throws RocksDBException, IOException {
    Optional<String> damage = DatabaseFiles.damage(directory);
    if (damage.isPresent()) {
      throw new RocksDBException("Corruption: " + damage.get());
    }
    return open(new Settings(create), directory, RocksDB::open);
  }

  /** For reading only: writes nothing, so it works on a full disk. */
  static Database openReadOnly(Path directory) throws RocksDBException, IOException {
    // What is read must be durable, and here it stays where it is.
    DatabaseFiles.syncWal(directory);
    return open(new Settings(false), directory, RocksDB::openReadOnly);
  }

  /** Takes over {@code settings}, also when it fails. */
  static Database open(Settings settings, Path directory, Opener opener) throws RocksDBException {
    try {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      String path = directory.toString();
      RocksDB rocks = opener.open(settings.database(), path, settings.families(), handles);
      return new Database(rocks, settings, handles);
    } catch (RocksDBException | RuntimeException e) {
      settings.close();
      throw e;
    }
  }

  /** The value, or null. */
  byte[] get(ColumnFamily family, byte[] key) throws RocksDBException {
    return rocks.get(handle(family), settings.verified(), key);
  }

  /** To be closed by the caller, before the database is. */
  RocksIterator iterate(ColumnFamily family) {
    return rocks.newIterator(handle(family), settings.verified());
  }

  void put(WriteBatch batch, ColumnFamily family, byte[] key, byte[] value)
      throws RocksDBException {
    batch.put(handle(family), key, value);
  }

  void delete(WriteBatch batch, ColumnFamily family, byte[] key) throws RocksDBException {
    batch.delete(handle(family), key);
  }

  /** All from {@code from} on and before {@code to}. */
  void deleteRange(WriteBatch batch, ColumnFamily family, byte[] from, byte[] to)
      throws RocksDBException {
    batch.deleteRange(handle(family), from, to);
  }

  /** Returns once the batch is on the disk, all of it or nothing. */
  void write(WriteBatch batch) throws RocksDBException {
    rocks.write(settings.durable(), batch);
  }

  /**
   * Rewrites the files that had a log which was erased, so that its bytes are gone from the disk.
   * Also from the write-ahead log, which lives until all families are flushed.
   */
  Void purge(Address address) throws RocksDBException {
    byte[] from = Layout.logKey(address, 0);
    // Behind every number and every key: neither begins with this byte.
    byte[] to = Layout.logKey(address, -1);
    try (FlushOptions flush = new FlushOptions();
        CompactRangeOptions all = new CompactRangeOptions()) {
      rocks.flush(flush, List.copyOf(handles.values()));
      all.setBottommostLevelCompaction(BottommostLevelCompaction.kForce);
      rocks.compactRange(handle(ColumnFamily.LOG), from, to, all);
      rocks.compactRange(handle(ColumnFamily.KEYS), from, to, all);
    }
    return null;
  }

  private ColumnFamilyHandle handle(ColumnFamily family) {
    return handles.get(family);
  }

  @Override
  public void close() {
    handles.values().forEach(ColumnFamilyHandle::close);
    rocks.close();
    settings.close();
  }

  /** How RocksDB is opened. */
  interface Opener {
    RocksDB open(
        DBOptions options,
        String path,
        List<ColumnFamilyDescriptor> families,
        List<ColumnFamilyHandle> handles)
        throws RocksDBException;
  }
}
