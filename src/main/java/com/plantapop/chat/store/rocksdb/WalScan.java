package com.plantapop.chat.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads one file of the write-ahead log and says what is wrong with it.
 *
 * <p>The file is a sequence of blocks of 32 KiB, a block one of records: checksum (4), length (2),
 * type (1), data. A batch is one record ({@code FULL}) or several ({@code FIRST}, {@code MIDDLE},
 * {@code LAST}); it begins with the number of its first change (8) and their count (4).
 *
 * <p>Our writer begins a batch only after the one before it has been synced. So what a crash leaves
 * behind is one batch, the last: cut off, or with holes of zeros where sectors never reached the
 * disk. Anything else is damage to what was acknowledged.
 */
final class WalScan {
  enum Verdict {
    CLEAN,
    TORN,
    DAMAGED
  }

  static final long UNKNOWN = -1;
  private static final int BLOCK = 32 * 1024;
  private static final int HEADER = 7;
  private static final int BATCH_HEADER = 12;
  private static final int SECTOR = 512;

  /** Zeros at the end of a record, such as those of a number, must not pass for a hole. */
  private static final int MIN_HOLE = 16;

  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private long blockStart;
  private long badAt = UNKNOWN;
  private boolean inBatch;
  private boolean cutOff;
  private boolean hole;
  private boolean batchAfterBad;
  private long firstSeq = UNKNOWN;
  private long nextSeq = UNKNOWN;
  private long nextSeqAfterBatch = UNKNOWN;

  private WalScan() {}

  static WalScan of(Path file) throws IOException {
    WalScan scan = new WalScan();
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      while (scan.fillBlock(in)) {
        scan.readBlock();
        scan.blockStart += BLOCK;
      }
    }
    return scan;
  }

  Verdict verdict() {
    if (badAt == UNKNOWN) {
      return inBatch ? Verdict.TORN : Verdict.CLEAN;
    }
    return !batchAfterBad && (cutOff || hole) ? Verdict.TORN : Verdict.DAMAGED;
  }

  /** The first byte that cannot be read. */
  long badAt() {
    return badAt;
  }

  /** The number of the first change, {@link #UNKNOWN} when there is none. */
  long firstSeq() {
    return firstSeq;
  }

  /** The number that follows the last whole batch, {@link #UNKNOWN} when there is none. */
  long nextSeq() {
    return nextSeq;
  }

  private boolean fillBlock(FileChannel in) throws IOException {
    block.clear();
    while (block.hasRemaining() && in.read(block) >= 0) {
      // A read may return less than what is there.
    }
    block.flip();
    return block.hasRemaining();
  }

  private void readBlock() {
    int at = 0;
    while (badAt == UNKNOWN && block.limit() - at >= HEADER) {
      at = readRecord(at);
    }
    if (badAt == UNKNOWN && at < block.limit() && block.limit() < BLOCK) {
      bad(at, true);
    }
    if (badAt != UNKNOWN) {
      int from = (int) Math.max(0, badAt - blockStart);
      batchAfterBad |= hasBatchStart(badAt < blockStart ? 0 : from + 1);
      hole |= hasHole(from);
    }
  }

  private void bad(int at, boolean byEndOfFile) {
    badAt = blockStart + at;
    cutOff = byEndOfFile;
  }

  /** Where the next record begins. */
  private int readRecord(int at) {
    int length = length(at);
    int type = block.get(at + 6);
    if (at + HEADER + length > block.limit()) {
      bad(at, block.limit() < BLOCK);
    } else if (type == 0 || !checksumHolds(at) || !followsChain(type)) {
      bad(at, false);
    } else {
      readBatchHeader(at + HEADER, length, type);
    }
    return badAt == UNKNOWN ? at + HEADER + length : at;
  }

  private int length(int at) {
    return Short.toUnsignedInt(block.getShort(at + 4));
  }

  private boolean followsChain(int type) {
    return switch (type) {
      case FULL, FIRST -> !inBatch;
      case MIDDLE, LAST -> inBatch;
      default -> true;
    };
  }

  private void readBatchHeader(int at, int length, int type) {
    if ((type == FULL || type == FIRST) && length >= BATCH_HEADER) {
      long seq = block.getLong(at);
      if (nextSeq != UNKNOWN && seq != nextSeq) {
        bad(at - HEADER, false);
        batchAfterBad = true;
        return;
      }
      firstSeq = firstSeq == UNKNOWN ? seq : firstSeq;
      nextSeqAfterBatch = seq + Integer.toUnsignedLong(block.getInt(at + 8));
    } else if (type == FIRST) {
      // The header is spread over two records: this once, the number is taken on trust.
      nextSeqAfterBatch = UNKNOWN;
    }
    if (type == FULL || type == LAST) {
      nextSeq = nextSeqAfterBatch;
    }
    inBatch = type == FIRST || type == MIDDLE;
  }

  private boolean hasBatchStart(int from) {
    for (int at = from; at + HEADER <= block.limit(); at++) {
      int type = block.get(at + 6);
      boolean fits = at + HEADER + length(at) <= block.limit();
      if ((type == FULL || type == FIRST) && fits && checksumHolds(at)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasHole(int from) {
    for (int at = from; at < block.limit(); at = (at / SECTOR + 1) * SECTOR) {
      int end = Math.min(block.limit(), (at / SECTOR + 1) * SECTOR);
      if (end - at >= MIN_HOLE && isZero(at, end)) {
        return true;
      }
    }
    return false;
  }

  private boolean isZero(int from, int to) {
    int at = from;
    while (at < to && block.get(at) == 0) {
      at++;
    }
    return at == to;
  }

  /** CRC-32C of type and data, rotated and shifted by a constant as RocksDB stores it. */
  private boolean checksumHolds(int at) {
    crc.reset();
    crc.update(block.array(), at + 6, 1 + length(at));
    int value = (int) crc.getValue();
    return block.getInt(at) == Integer.rotateRight(value, 15) + 0xa282ead8;
  }
}
