package com.plantapop.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import com.plantapop.chat.support.TestCluster.Service;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services keep the addresses of the contract; who has no service there pays nothing for it. */
class ServicesTest {
  private static final String CLUSTER = "services";

  private final TestCluster cluster = new TestCluster();
  private final String address = Frames.newAddress();
  private final AtomicInteger published = new AtomicInteger();
  private final Queue<Message<JsonObject>> heard = new ConcurrentLinkedQueue<>();
  private Member node;
  private BridgeSocket writer;
  private int written;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> few = Map.of("CHAT_CLUSTER_RAW_PUBLISH_TOPICS", "5");
    node = cluster.start(CLUSTER, few, UnaryOperator.identity());
    node.vertx()
        .eventBus()
        .addOutboundInterceptor(
            context -> {
              if (context.message().headers().contains("acceptedAt")) {
                published.incrementAndGet();
              }
              context.next();
            });
    writer = cluster.connect(node);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private void listen(Vertx vertx, String where) throws Exception {
    vertx
        .eventBus()
        .<JsonObject>consumer(where, heard::add)
        .completion()
        .await(20, TimeUnit.SECONDS);
  }

  private void write() throws InterruptedException {
    written++;
    assertThat(writer.submit(address, Frames.message("" + written)).getString("type"))
        .isEqualTo("rec");
  }

  /** The node learns of a registration a moment later: what was published before is lost. */
  private Message<JsonObject> writeUntilHeard() throws Exception {
    Await.until("the service hears", this::writeAndLook);
    Message<JsonObject> event = heard.poll();
    String content = event.body().getString("content");
    assertThat(event.headers().get("seq")).isEqualTo(content);
    assertThat(event.headers().get("acceptedAt")).endsWith("Z");
    return event;
  }

  private boolean writeAndLook() {
    try {
      write();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return !heard.isEmpty();
  }

  @Test
  void serviceOfTheClusterHearsAndNothingIsPublishedWithoutOne() throws Exception {
    write();
    assertThat(published).hasValue(0);
    Service service = cluster.startService(CLUSTER);
    write();
    assertThat(published).hasValue(0);

    listen(service.vertx(), address);

    assertThat(writeUntilHeard().headers().contains("address")).isFalse();
    service.vertx().close().await(20, TimeUnit.SECONDS);
    Await.until("the node knows that it has left", this::publishesNothingMore);
  }

  private boolean publishesNothingMore() {
    int before = published.get();
    writeAndLook();
    return published.get() == before;
  }

  @Test
  void serviceThatWasThereBeforeTheNodeHears() throws Exception {
    Service service = cluster.startService(CLUSTER);
    listen(service.vertx(), address);
    Member later = cluster.start(CLUSTER);
    writer = cluster.connect(later);
    written++;
    writer.submit(address, Frames.message("" + written));
    Await.until("the service has heard the first", () -> !heard.isEmpty());
    assertThat(heard.poll().headers().get("seq")).isEqualTo("1");
  }

  @Test
  void serviceOfAllChatsIsToldTheAddress() throws Exception {
    listen(cluster.startService(CLUSTER).vertx(), "chat.accepted");
    assertThat(writeUntilHeard().headers().get("address")).isEqualTo(address);
  }

  @Test
  void verticleOfTheNodesOwnProcessHearsBesideReaders() throws Exception {
    try (BridgeSocket reader = cluster.connect(node)) {
      reader.register(address, null);
      write();
      // Its acknowledgement comes before it is published, its delivery after that.
      reader.nextJson();
      assertThat(published).hasValue(0);
      listen(node.vertx(), address);
      write();
      Await.until("it hears", () -> !heard.isEmpty());
      assertThat(heard.poll().headers().get("seq")).isEqualTo("2");
    }
  }

  @Test
  void readersOfThousandsOfChatsCostTheClusterFiveRegistrations() throws Exception {
    Service service = cluster.startService(CLUSTER);
    try (BridgeSocket reader = cluster.connect(node)) {
      for (int i = 0; i < 900; i++) {
        reader.register(Frames.newAddress(), null);
      }
      Await.until("they are registered", () -> chats(service).size() == 5);
      write();
      assertThat(chats(service)).hasSize(5);
      assertThat(published).hasValue(0);
    }
  }

  private static Set<String> chats(Service service) {
    return service
        .manager()
        .getHazelcastInstance()
        .<String, Object>getMultiMap("__vertx.subs")
        .keySet()
        .stream()
        .filter(where -> where.matches("chat\\.[0-9a-f]{24}.*"))
        .collect(Collectors.toSet());
  }
}
