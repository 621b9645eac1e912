package com.plantapop.chat.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * How RocksDB is set up. It owns natives, which must outlive the database that was opened with
 * them.
 */
final class Settings implements AutoCloseable {
  private static final long MIB = 1L << 20;

  private final List<AutoCloseable> natives = new ArrayList<>();
  private final LRUCache cache = own(new LRUCache(64 * MIB));
  private final BloomFilter bloom = own(new BloomFilter(10));
  private final DBOptions database;
  private final WriteOptions durable = own(new WriteOptions().setSync(true));
  private final ReadOptions verified = own(new ReadOptions().setVerifyChecksums(true));

  /**
   * @param create whether a database that is not there is made; never when one was there, since
   *     RocksDB would delete the files that the new one does not know
   */
  Settings(boolean create) {
    database =
        own(new DBOptions())
            .setCreateIfMissing(create)
            // A first start that was killed may have left some of them out.
            .setCreateMissingColumnFamilies(true)
            .setParanoidChecks(true)
            // Gives up a torn last batch, whatever it looks like. That nothing else is torn, the
            // check of the files has made sure before.
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            // What is replayed was perhaps never synced: it must become durable before it is read.
            .setAvoidFlushDuringRecovery(false)
            // We reopen after a failed write. RocksDB's own resumption leaves the broken log in
            // use and reuses the numbers of the failed write, which may be in it (rocksdb PR
            // 15193).
            .setMaxBgErrorResumeCount(0)
            .setMaxTotalWalSize(128 * MIB)
            .setDbWriteBufferSize(96 * MIB)
            .setMaxBackgroundJobs(2)
            .setBytesPerSync(MIB)
            // Its own log, in the directory.
            .setMaxLogFileSize(4 * MIB)
            .setKeepLogFileNum(4);
  }

  DBOptions database() {
    return database;
  }

  /** One sync per write. */
  WriteOptions durable() {
    return durable;
  }

  ReadOptions verified() {
    return verified;
  }

  /** In the order of {@link ColumnFamily}. */
  List<ColumnFamilyDescriptor> families() {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    for (ColumnFamily family : ColumnFamily.values()) {
      families.add(new ColumnFamilyDescriptor(family.bytes(), options(family)));
    }
    return families;
  }

  private ColumnFamilyOptions options(ColumnFamily family) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(16 * 1024)
            // In the cache, so that memory stays bounded however much is stored.
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
    if (family == ColumnFamily.KEYS) {
      // Nearly every event is new: the filter says so without a look into the files.
      table
          .setFilterPolicy(bloom)
          .setIndexType(IndexType.kTwoLevelIndexSearch)
          .setPartitionFilters(true);
    }
    return own(new ColumnFamilyOptions())
        .setTableFormatConfig(table)
        .setWriteBufferSize(family == ColumnFamily.LOG ? 32 * MIB : 16 * MIB)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
  }

  private <T extends AutoCloseable> T own(T made) {
    natives.add(made);
    return made;
  }

  @Override
  public void close() {
    for (int i = natives.size() - 1; i >= 0; i--) {
      closeQuietly(natives.get(i));
    }
  }

  private static void closeQuietly(AutoCloseable made) {
    try {
      made.close();
    } catch (Exception e) {
      throw new IllegalStateException("natives do not fail to close", e);
    }
  }
}
