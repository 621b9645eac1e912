package com.plantapop.chat.store.rocksdb.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads a file of records, of the write-ahead log or a manifest, and says what is wrong with it.
 *
 * <p>The file is a sequence of blocks of 32 KiB, a block one of records: checksum (4), length (2),
 * type (1), data. An entry is one record ({@code FULL}) or several ({@code FIRST}, {@code MIDDLE},
 * {@code LAST}). An entry of the write-ahead log is a batch, which begins with the number of its
 * first change (8) and their count (4).
 *
 * <p>An entry is begun only after the one before it has been synced; in the write-ahead log that is
 * so since we have one writer. So what a crash leaves behind is one entry, the last: cut off, or
 * with holes of zeros where sectors never reached the disk. Anything else is damage to what was
 * acknowledged.
 */
final class RecordScan {
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
  private final boolean batches;
  private final CRC32C crc = new CRC32C();
  private long blockStart;
  private long badAt = UNKNOWN;
  private boolean inEntry;
  private boolean cutOff;
  private boolean hole;
  private boolean entryAfterBad;
  private long firstSeq = UNKNOWN;
  private long nextSeq = UNKNOWN;
  private long nextSeqAfterBatch = UNKNOWN;

  private RecordScan(boolean batches) {
    this.batches = batches;
  }

  /** Entries without numbers. */
  static RecordScan ofManifest(Path file) throws IOException {
    return scan(file, false);
  }

  static RecordScan ofWal(Path file) throws IOException {
    return scan(file, true);
  }

  private static RecordScan scan(Path file, boolean batches) throws IOException {
    RecordScan scan = new RecordScan(batches);
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
      return inEntry ? Verdict.TORN : Verdict.CLEAN;
    }
    return !entryAfterBad && (cutOff || hole) ? Verdict.TORN : Verdict.DAMAGED;
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
      entryAfterBad |= hasEntryStart(badAt < blockStart ? 0 : from + 1);
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
      bad(at, block.limit() < BLOCK && !wouldEndHere(at));
    } else if (type == 0 || !checksumHolds(at, length) || !followsChain(type)) {
      bad(at, false);
    } else {
      follow(type);
      readNumbers(at, length, type);
    }
    return badAt == UNKNOWN ? at + HEADER + length : at;
  }

  private int length(int at) {
    return Short.toUnsignedInt(block.getShort(at + 4));
  }

  /** Whether not the record is cut off, but the length is wrong: its checksum is without it. */
  private boolean wouldEndHere(int at) {
    return checksumHolds(at, block.limit() - at - HEADER);
  }

  private boolean followsChain(int type) {
    return switch (type) {
      case FULL, FIRST -> !inEntry;
      case MIDDLE, LAST -> inEntry;
      default -> true;
    };
  }

  private void follow(int type) {
    inEntry = type == FIRST || type == MIDDLE;
  }

  private void readNumbers(int at, int length, int type) {
    if (batches && (type == FULL || type == FIRST)) {
      beginBatch(at, length);
    }
    if (type == FULL || type == LAST) {
      nextSeq = nextSeqAfterBatch;
    }
  }

  private void beginBatch(int at, int length) {
    nextSeqAfterBatch = UNKNOWN;
    if (length < BATCH_HEADER) {
      // The numbers are spread over two records: this once, they are taken on trust.
      return;
    }
    long seq = block.getLong(at + HEADER);
    if (nextSeq != UNKNOWN && seq != nextSeq) {
      bad(at, false);
      entryAfterBad = true;
      return;
    }
    firstSeq = firstSeq == UNKNOWN ? seq : firstSeq;
    nextSeqAfterBatch = seq + Integer.toUnsignedLong(block.getInt(at + HEADER + Long.BYTES));
  }

  private boolean hasEntryStart(int from) {
    for (int at = from; at + HEADER <= block.limit(); at++) {
      int type = block.get(at + 6);
      boolean fits = at + HEADER + length(at) <= block.limit();
      if ((type == FULL || type == FIRST) && fits && checksumHolds(at, length(at))) {
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
  private boolean checksumHolds(int at, int length) {
    crc.reset();
    crc.update(block.array(), at + 6, 1 + length);
    int value = (int) crc.getValue();
    return block.getInt(at) == Integer.rotateRight(value, 15) + 0xa282ead8;
  }
}
