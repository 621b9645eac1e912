package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.Samples;
import com.plantapop.chat.store.StoreOpenException;
import com.plantapop.chat.store.rocksdb.check.DatabaseFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G2: a write-ahead log that a crash cut off is taken up to there; one that is damaged is refused,
 * and never is anything acknowledged forgotten without a word.
 */
class WalDamageTest {
  private static final int BATCHES = 24;

  private final List<Event> written = new ArrayList<>();

  /** The size of the log after each batch. */
  private final List<Integer> ends = new ArrayList<>();

  private final Random random = new Random(7);
  @TempDir private Path directory;
  private Path original;
  private int copies;

  @BeforeEach
  void write() throws IOException {
    original = directory.resolve("original");
    try (Probing store = new Probing(original)) {
      ends.add(0);
      for (int seq = 1; seq <= BATCHES; seq++) {
        int size = seq % 8 == 5 ? 70_000 : 1 + random.nextInt(9_000);
        size = seq == BATCHES ? 5_000 : size;
        Event event =
            Samples.event(seq, "e" + seq, "y".repeat(size).getBytes(StandardCharsets.US_ASCII));
        store.append(event);
        written.add(event);
        ends.add(DataFiles.size(wal(original)));
      }
    }
  }

  private static Path wal(Path in) throws IOException {
    return DataFiles.find(in, ".log");
  }

  private Path copy() throws IOException {
    Path copy = directory.resolve("copy" + copies++);
    DataFiles.copy(original, copy);
    return copy;
  }

  private int lastBatch() {
    return ends.get(BATCHES - 1);
  }

  @Test
  void takesWhatStandsBeforeTheCut() throws Exception {
    for (int i = 0; i < 25; i++) {
      Path copy = copy();
      int length = i < 8 ? lastBatch() + i : random.nextInt(ends.get(BATCHES));
      DataFiles.cut(wal(copy), length);
      int whole = (int) ends.stream().filter(end -> end > 0 && end <= length).count();
      try (Probing store = new Probing(copy)) {
        assertThat(store.all()).isEqualTo(written.subList(0, whole));
        store.append(Samples.event(whole + 1, "next"));
        assertThat(store.all()).hasSize(whole + 1);
      }
    }
  }

  @Test
  void takesALastBatchOfWhichSectorsAreMissing() throws Exception {
    int begin = (lastBatch() / 512 + 1) * 512;
    for (int from = begin; from + 512 < ends.get(BATCHES); from += 1024) {
      Path copy = copy();
      DataFiles.zero(wal(copy), from, from + 512);
      try (Probing store = new Probing(copy)) {
        assertThat(store.all()).isEqualTo(written.subList(0, BATCHES - 1));
      }
    }
  }

  @Test
  void refusesHolesBeforeTheLastBatch() throws Exception {
    for (int i = 0; i < 10; i++) {
      Path copy = copy();
      int from = random.nextInt(ends.get(BATCHES - 1) / 512 - 1) * 512;
      DataFiles.zero(wal(copy), from, from + 512);
      assertRefused(copy);
    }
  }

  @Test
  void refusesEveryFlippedByteOfTheLogExceptWhereItHarmsNothing() throws Exception {
    int refused = 0;
    for (int i = 0; i < 40; i++) {
      Path copy = copy();
      int at = random.nextInt(ends.get(BATCHES));
      DataFiles.flip(wal(copy), at);
      Map<String, Integer> before = DataFiles.hashes(copy);
      try (Probing store = new Probing(copy)) {
        assertThat(store.all()).as("flipped at %d", at).isEqualTo(written);
      } catch (StoreOpenException e) {
        assertThat(e).hasMessageContaining("damaged at byte").hasMessageContaining("overwritten");
        assertThat(DataFiles.hashes(copy)).isEqualTo(before);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void refusesDamagedHeadersOfRecords() throws Exception {
    for (int batch = 0; batch < BATCHES; batch++) {
      for (int at = 4; at < 7; at++) {
        Path copy = copy();
        DataFiles.flip(wal(copy), ends.get(batch) + at);
        assertThat(DatabaseFiles.damage(copy))
            .hasValueSatisfying(damage -> assertThat(damage).contains("damaged at byte"));
      }
    }
  }

  @Test
  void refusesALogWithoutItsMiddle() throws Exception {
    Path copy = copy();
    byte[] all = Files.readAllBytes(wal(copy));
    // The first two batches lie in one block: without the second, no checksum is wrong.
    assertThat(ends.get(3)).isLessThan(32 * 1024);
    byte[] without = new byte[all.length - (ends.get(2) - ends.get(1))];
    System.arraycopy(all, 0, without, 0, ends.get(1));
    System.arraycopy(all, ends.get(2), without, ends.get(1), all.length - ends.get(2));
    Files.write(wal(copy), without);
    assertRefused(copy);
  }

  private static void assertRefused(Path copy) throws IOException {
    Map<String, Integer> before = DataFiles.hashes(copy);
    try (Probing store = new Probing(copy)) {
      throw new AssertionError("opened with " + store.all().size() + " events");
    } catch (StoreOpenException e) {
      assertThat(e).hasMessageContaining("damaged at byte").hasMessageContaining("overwritten");
    }
    assertThat(DataFiles.hashes(copy)).isEqualTo(before);
  }
}
