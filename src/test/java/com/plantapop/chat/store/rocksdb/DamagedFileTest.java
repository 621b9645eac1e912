package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.Samples;
import com.plantapop.chat.store.StoreSubject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A file of events that goes bad: who needs it is refused, the operator is told once. */
class DamagedFileTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(RocksEventStore.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  @TempDir private Path directory;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void refusesToReadWhatIsDamaged() throws Exception {
    try (Probing store = new Probing(directory)) {
      store.append(Samples.events(1, 500));
    }
    // Opening puts what was in the write-ahead log into files.
    new Probing(directory).close();
    Path file = fileOfEvents();
    DataFiles.flip(file, 1_000);
    Map<String, Integer> before = DataFiles.hashes(directory);
    try (Probing store = new Probing(directory)) {
      for (int i = 0; i < 20; i++) {
        StoreSubject.assertRefused(
            Refusal.Code.UNAVAILABLE, store.store().readAfter(Probing.LOG, 0, 500, 1 << 20));
      }
      StoreSubject.await(store.store().check());
    }
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getThrowableProxy()).isNull();
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("cannot read")
        .contains(file.getFileName().toString());
    assertThat(DataFiles.hashes(directory)).containsAllEntriesOf(onlyFilesOfEvents(before));
  }

  private Path fileOfEvents() throws Exception {
    Path largest = null;
    for (String name : onlyFilesOfEvents(DataFiles.hashes(directory)).keySet()) {
      Path file = directory.resolve(name);
      if (largest == null || DataFiles.size(file) > DataFiles.size(largest)) {
        largest = file;
      }
    }
    return largest;
  }

  private static Map<String, Integer> onlyFilesOfEvents(Map<String, Integer> hashes) {
    hashes.keySet().removeIf(name -> !name.endsWith(".sst"));
    return hashes;
  }
}
