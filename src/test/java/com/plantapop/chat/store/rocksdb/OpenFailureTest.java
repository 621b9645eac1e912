package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.plantapop.chat.store.Samples;
import com.plantapop.chat.store.StoreOpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;

/** A directory that cannot be opened: the operator reads why, and nothing in it is overwritten. */
class OpenFailureTest {
  @TempDir private Path directory;
  private Path data;

  /** Half in a file, half in the write-ahead log: opening moves the one into the other. */
  @BeforeEach
  void write() {
    data = directory.resolve("data");
    try (Probing store = new Probing(data)) {
      store.append(Samples.events(1, 50));
    }
    try (Probing store = new Probing(data)) {
      store.append(Samples.events(51, 99));
    }
  }

  private String refusal(Path place) {
    StoreOpenException refused =
        catchThrowableOfType(StoreOpenException.class, () -> new Probing(place).close());
    assertThat(refused).as("refused to open").isNotNull().hasMessageContaining(place.toString());
    return refused.getMessage();
  }

  private String refusalWithoutChange(Path place) throws IOException {
    Map<String, Integer> before = DataFiles.hashes(place);
    String message = refusal(place);
    assertThat(DataFiles.hashes(place)).isEqualTo(before);
    return message;
  }

  @Test
  void opensWhatIsWhole() {
    try (Probing store = new Probing(data)) {
      assertThat(store.all()).isEqualTo(Samples.events(1, 99));
    }
  }

  @Test
  void refusesASecondStoreInTheSameProcess() {
    try (Probing first = new Probing(data)) {
      assertThat(refusal(data)).contains("in use");
      first.append(Samples.event(100, "still works"));
    }
    new Probing(data).close();
  }

  @Test
  void refusesADirectoryThatAnotherProcessHas() throws Exception {
    try (ChildProcess child = ChildProcess.start(data, 1, "a", new Ledger())) {
      child.awaitMore("ack", 1);
      assertThat(refusal(data)).contains("in use by a running process");
      try (ChildProcess second = ChildProcess.start(data, 1, "b", new Ledger())) {
        assertThat(second.exitCode()).as("of a process that cannot open").isNotZero();
      }
      child.awaitMore("ack", 1);
    }
  }

  /** The refused attempt must not drop the lock of the store that is open here. */
  @Test
  void keepsItsLockWhenASecondOpenIsRefused() throws Exception {
    try (Probing first = new Probing(data)) {
      refusal(data);
      try (ChildProcess other = ChildProcess.start(data, 1, "b", new Ledger())) {
        assertThat(other.exitCode()).as("of a process that cannot open").isNotZero();
      }
      first.append(Samples.event(100, "still works"));
    }
  }

  @Test
  void refusesAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "text");
    assertThat(refusal(file)).contains("must be a directory");
    assertThat(refusal(file.resolve("below"))).contains("must be a directory");
    assertThat(file).hasContent("text");
  }

  @Test
  void refusesAReadOnlyDisk() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Fault.require(Fault.mountTmpfs(disk, "1m,ro"), "mounting a file system");
    try {
      assertThat(refusal(disk)).contains("this user can write").contains("Read-only");
      assertThat(refusal(disk.resolve("new"))).contains("this user can write");
    } finally {
      Fault.unmount(disk);
    }
  }

  @Test
  void refusesWhatOthersHaveWritten() throws Exception {
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    Files.writeString(foreign.resolve("CURRENT"), "MANIFEST-000001\n");
    assertThat(refusalWithoutChange(foreign)).contains("no chat data").contains("empty directory");
    assertThat(foreign).isDirectoryNotContaining("glob:**LOCK");
  }

  @Test
  void refusesANewerFormat() throws Exception {
    Files.writeString(data.resolve("FORMAT"), "plantapop-chat store format 4\n");
    assertThat(refusalWithoutChange(data)).contains("format 4").contains("up to format 3");
    Files.writeString(data.resolve("FORMAT"), "\0\0");
    assertThat(refusalWithoutChange(data)).contains("FORMAT").contains("restore");
    Files.delete(data.resolve("FORMAT"));
    assertThat(refusalWithoutChange(data)).contains("FORMAT").contains("restore");
  }

  /** The marker is all in which a directory of format 1 differs; see LayoutTest for the events. */
  @Test
  void opensTheFormatBeforeAndRaisesIt() throws Exception {
    Path format = data.resolve("FORMAT");
    Files.writeString(format, "plantapop-chat store format 1\n");
    try (Probing store = new Probing(data)) {
      assertThat(store.all()).isEqualTo(Samples.events(1, 99));
      assertThat(format).hasContent("plantapop-chat store format 3\n");
    }
  }

  /** Format 2 knew no lists: their column family is made. */
  @Test
  void makesTheColumnFamilyThatAnOlderFormatLacks() throws Exception {
    dropLists();
    Path format = data.resolve("FORMAT");
    Files.writeString(format, "plantapop-chat store format 2\n");
    try (Probing store = new Probing(data)) {
      assertThat(store.all()).isEqualTo(Samples.events(1, 99));
      assertThat(format).hasContent("plantapop-chat store format 3\n");
    }
  }

  private void dropLists() throws Exception {
    try (Settings settings = new Settings(false)) {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB rocks =
          RocksDB.open(settings.database(), data.toString(), settings.families(), handles)) {
        rocks.dropColumnFamily(
            handles.get(List.of(ColumnFamily.values()).indexOf(ColumnFamily.LISTS)));
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
  }

  @Test
  void leavesTheFormatBeforeAsItIsWhereItCannotOpen() throws Exception {
    Files.writeString(data.resolve("FORMAT"), "plantapop-chat store format 1\n");
    Files.writeString(data.resolve("CURRENT"), "MANIFEST-999999\n");
    assertDamaged();
  }

  @Test
  void takesUpAFirstStartThatWasKilled() throws Exception {
    Path started = Files.createDirectory(directory.resolve("started"));
    Marker.write(started);
    Files.createFile(started.resolve("MANIFEST-000001"));
    try (Probing store = new Probing(started)) {
      store.append(Samples.event(1, "a"));
    }
  }

  @Test
  void refusesADamagedCurrent() throws Exception {
    Path current = data.resolve("CURRENT");
    Files.writeString(current, "MANIFEST-999999\n");
    assertDamaged();
    Files.writeString(current, "");
    assertDamaged();
    Files.delete(current);
    assertDamaged();
  }

  @Test
  void refusesAFileOfEventsThatIsMissingOrCut() throws Exception {
    Path file = DataFiles.find(data, ".sst");
    DataFiles.cut(file, DataFiles.size(file) - 1);
    assertDamaged();
    Files.delete(file);
    assertDamaged();
  }

  /** What a flipped byte does not harm is fine; what it harms must not be forgotten. */
  @Test
  void refusesADamagedManifest() throws Exception {
    Random random = new Random(3);
    int size = DataFiles.size(DataFiles.find(data, "MANIFEST"));
    int refused = 0;
    for (int i = 0; i < 40; i++) {
      Path copy = directory.resolve("copy" + i);
      DataFiles.copy(data, copy);
      int at = random.nextInt(size);
      DataFiles.flip(DataFiles.find(copy, "MANIFEST"), at);
      Map<String, Integer> before = DataFiles.hashes(copy);
      try (Probing store = new Probing(copy)) {
        assertThat(store.all())
            .as("flipped at %d of %d", at, size)
            .isEqualTo(Samples.events(1, 99));
      } catch (StoreOpenException e) {
        assertThat(e).hasMessageContaining("Nothing in it was overwritten");
        assertThat(DataFiles.hashes(copy)).isEqualTo(before);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private void assertDamaged() throws IOException {
    assertThat(refusalWithoutChange(data))
        .contains("Nothing in it was overwritten")
        .contains("restore the whole directory from a copy");
  }
}
