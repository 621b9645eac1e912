package com.plantapop.chat.store.rocksdb;

import static com.plantapop.chat.store.Samples.newChat;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of what was erased, no byte is left in the files of the store. */
@ExtendWith(VertxExtension.class)
class ErasedFilesTest {
  private static final String READER = "Zq7-anna.reader@wilted.example";

  /** No two alike: what repeats may be compressed beyond recognition. */
  private static final List<String> SECRETS =
      Stream.generate(() -> UUID.randomUUID().toString()).limit(200).toList();

  private static Event event(long seq, String person, String text) {
    EventKey key = EventKey.ofReceipt(UUID.randomUUID(), person);
    return new Event(seq, key, Instant.now(), Payload.of("{\"text\":\"" + text + "\"}"));
  }

  private static void write(EventStore store, Address log, String person) {
    List<Event> events = new ArrayList<>();
    for (int seq = 1; seq <= 200; seq++) {
      events.add(event(seq, person, SECRETS.get(seq - 1)));
    }
    await(store.append(List.of(new Run(log, events))).get(0));
  }

  @Test
  void noFileHoldsWhatWasErased(Vertx vertx, @TempDir Path directory) throws Exception {
    Address doomed = Address.receipts(newChat());
    Address kept = Address.receipts(newChat());
    EventStore store = RocksEventStore.open(vertx, directory);
    write(store, doomed, READER);
    await(
        store.append(List.of(new Run(kept, List.of(event(1, "other@x.example", "kept"))))).get(0));
    assertThat(filesWith(directory, READER)).isNotEmpty();
    await(store.close());
    store = RocksEventStore.open(vertx, directory);
    assertThat(filesWith(directory, SECRETS.toArray(String[]::new))).isNotEmpty();
    await(store.append(List.of(new Run(doomed, List.of(Event.grave(200))))).get(0));
    await(store.erase(doomed));
    assertThat(filesWith(directory, SECRETS.toArray(String[]::new))).isEmpty();
    assertThat(filesWith(directory, READER)).allMatch(ErasedFilesTest::isManifest);
    assertThat(await(store.readAfter(kept, 0, 9, 9))).hasSize(1);
    await(store.close());
    await(RocksEventStore.open(vertx, directory).close());
    assertThat(filesWith(directory, READER)).isEmpty();
  }

  /** It tells the first and last key of files that were, until the store is opened again. */
  private static boolean isManifest(Path file) {
    return file.getFileName().toString().startsWith("MANIFEST");
  }

  private static List<Path> filesWith(Path directory, String... texts) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      List<Path> found = new ArrayList<>();
      for (Path file : all) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (Stream.of(texts).anyMatch(content::contains)) {
          found.add(file);
        }
      }
      return found;
    }
  }
}
