package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.bus.EventListener;
import com.plantapop.chat.bus.Peers;
import com.plantapop.chat.bus.Publisher;
import com.plantapop.chat.bus.Services;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.contract.SchemaSource;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.rocksdb.RocksEventStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of who sends an event. */
class CallerTest {
  private static final Caller ANN = new Caller(Optional.of("ann@example.com"));

  @TempDir private Path data;
  private final Vertx vertx = Vertx.vertx();
  private final Address log = Address.messages(new ChatId("0123456789abcdef01234567"));
  private EventStore store;
  private Ingest ingest;

  private static final class Deaf implements EventListener {
    @Override
    public void stored(Address address, Entry entry) {}

    @Override
    public void reaches(Address address, long seq) {}

    @Override
    public void lossSuspected() {}
  }

  @BeforeEach
  void start() throws Exception {
    store = RocksEventStore.open(vertx, data);
    ChatConfig config = ConfigLoader.load(data, Optional.empty(), Map.of());
    Peers peers = new Peers(vertx, "secret", 1);
    IngestVerticle shard =
        new IngestVerticle(
            store,
            config.ingest(),
            10,
            context -> new Publisher(peers, Services.LOCAL, vertx.eventBus(), context, 0),
            new Races());
    vertx.deployVerticle(shard).await(20, TimeUnit.SECONDS);
    peers.start(new Deaf(), List.of(shard.loop())).await(20, TimeUnit.SECONDS);
    Backlog backlog = new Backlog(10, 10_000);
    ingest =
        new Ingest(vertx, Contract.load(SchemaSource.packaged()), List.of(shard.shard()), backlog);
  }

  @AfterEach
  void stop() throws Exception {
    store.close().await(20, TimeUnit.SECONDS);
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private Event stored(Caller caller, Address address, JsonObject body) throws Exception {
    ingest.submit(caller, address, body.encode()).await(20, TimeUnit.SECONDS);
    return store.readBefore(address, Long.MAX_VALUE, 1, 1).await(20, TimeUnit.SECONDS).get(0);
  }

  @Test
  void whoIsKnownStandsWithTheEventAndInItsPayload() throws Exception {
    Event event = stored(ANN, log, new JsonObject());
    assertThat(event.metadata().values()).isEqualTo(Map.of(Metadata.BY, "ann@example.com"));
    JsonObject payload = new JsonObject(event.payload().text());
    assertThat(payload.getString("sender")).isEqualTo("ann@example.com");

    JsonObject receipt = new JsonObject().put("messageId", payload.getString("id"));
    Event read = stored(ANN, Address.receipts(log.chat()), receipt);
    assertThat(read.key().value()).isEqualTo(payload.getString("id") + "|ann@example.com");
    assertThat(read.payload().text()).contains("\"recipient\":\"ann@example.com\"");
  }

  @Test
  void ofAnyoneNothingIsKept() throws Exception {
    Event event = stored(Caller.ANYONE, log, new JsonObject());
    assertThat(event.metadata()).isEqualTo(Metadata.NONE);
    assertThat(event.payload().text()).doesNotContain("sender");
  }
}
