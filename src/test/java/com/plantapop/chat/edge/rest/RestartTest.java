package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What nodes know of rights is in the store: none of those who knew it first need be there. */
@Timeout(120)
@ExtendWith(VertxExtension.class)
class RestartTest {
  private static final String ANN = "ann@x.example";
  private static final String BOB = "bob@x.example";

  /** Is removed. */
  private static final String EVE = "eve@x.example";

  /** A member whose token is revoked. */
  private static final String ZED = "zed@x.example";

  private static final Map<String, String> SETTINGS =
      Map.of("CHAT_AUTH_MODE", "jwt", "CHAT_AUTH_JWT_SECRET", Jwts.SECRET);

  private final String id = Frames.newChatId();
  private final String address = "chat." + id;
  private final String path = "/chats/" + id;
  private final String revoked = token(-5);

  private static String token(long issued) {
    return Jwts.of(Jwts.claims(ZED).put("iat", Jwts.secondsFromNow(issued)));
  }

  private void begin(int port) throws Exception {
    Rest service = Chats.service(port);
    Chats.create(service, address, ANN, BOB, EVE, ZED);
    assertThat(service.delete(path + "/members/" + EVE).status()).isEqualTo(204);
    JsonObject subject = new JsonObject().put("subject", Jwts.claims(ZED).getString("sub"));
    assertThat(service.post("/revocations", subject.encode()).status()).isEqualTo(204);
    assertKept(port);
  }

  /** Everything that must be so after a restart as before it. */
  private void assertKept(int port) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      assertMembersKept(vertx, port);
      assertRevocationKept(vertx, port);
    } finally {
      vertx.close().await();
    }
  }

  private void assertMembersKept(Vertx vertx, int port) throws Exception {
    JsonObject chat = new Rest(port, Jwts.of(ANN)).get(path).json();
    assertThat(chat.getJsonArray("members")).containsExactly(ANN, BOB, ZED);
    Rest rest = new Rest(port, Jwts.of(EVE));
    assertProblem(403, rest.get(path + "/messages"));
    assertProblem(403, rest.post(path + "/messages", "{}"));
    try (BridgeSocket eve = BridgeSocket.withToken(vertx, port, Jwts.of(EVE))) {
      assertThat(eve.submit(address, "{}").getInteger("failureCode")).isEqualTo(403);
      JsonObject answer = new JsonObject(eve.ask(Frames.register(address, 0L)));
      assertThat(answer.getInteger("failureCode")).as(answer.encode()).isEqualTo(403);
    }
  }

  private void assertRevocationKept(Vertx vertx, int port) throws Exception {
    assertProblem(401, new Rest(port, revoked).get(path));
    assertThatThrownBy(() -> BridgeSocket.withToken(vertx, port, revoked).close())
        .hasCauseInstanceOf(UpgradeRejectedException.class);
    assertThat(new Rest(port, token(2)).get(path).status()).isEqualTo(200);
  }

  @Test
  void rollingRestartKeepsRightsAndLosesNothing() throws Exception {
    TestCluster cluster = new TestCluster();
    List<Member> nodes = new CopyOnWriteArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        nodes.add(cluster.start("rolling", SETTINGS, UnaryOperator.identity()));
      }
      begin(nodes.get(0).node().port());
      Talker ann = new Talker(cluster.clients(), address, ANN, nodes);
      Talker bob = new Talker(cluster.clients(), address, BOB, nodes);
      for (Member old : List.copyOf(nodes)) {
        ann.awaitMore();
        bob.awaitMore();
        nodes.remove(old);
        cluster.stop(old);
        nodes.add(cluster.start("rolling", SETTINGS, UnaryOperator.identity()));
      }
      ann.awaitMore();
      bob.awaitMore();
      List<String> said = ann.end();
      said.addAll(bob.end());
      for (Member node : nodes) {
        assertKept(node.node().port());
      }
      List<Event> log =
          cluster.store().readAfter(messages(), 0, Integer.MAX_VALUE, Integer.MAX_VALUE).await();
      assertThat(log.stream().map(event -> event.key().value()))
          .containsExactlyInAnyOrderElementsOf(said);
      List<Long> all = LongStream.rangeClosed(1, log.size()).boxed().toList();
      assertThat(ann.heardTo(log.size())).isEqualTo(all);
      assertThat(bob.heardTo(log.size())).isEqualTo(all);
    } finally {
      cluster.close();
    }
  }

  @Test
  void nodeKnowsWhatIsRevokedWhileItStarts() throws Exception {
    TestCluster cluster = new TestCluster();
    try {
      Rest service =
          Chats.service(
              cluster.start("starting", SETTINGS, UnaryOperator.identity()).node().port());
      Chats.create(service, address, ZED);
      Member late = cluster.start("starting", SETTINGS, store -> revokingFirst(store, service));
      assertRevocationKept(cluster.clients(), late.node().port());
    } finally {
      cluster.close();
    }
  }

  /** Revokes before the first answer to how far the control log reaches: the last moment. */
  private static EventStore revokingFirst(EventStore store, Rest service) {
    Supplier<Future<Void>> once = once(() -> revoke(service));
    InvocationHandler handler =
        (proxy, method, arguments) ->
            method.getName().equals("heads")
                    && ((Collection<?>) arguments[0]).contains(Address.CONTROL)
                ? once.get().compose(done -> store.heads(List.of(Address.CONTROL)))
                : method.invoke(store, arguments);
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, handler);
  }

  private static Supplier<Future<Void>> once(Supplier<Future<Void>> task) {
    AtomicReference<Future<Void>> first = new AtomicReference<>();
    return () -> first.updateAndGet(known -> known == null ? task.get() : known);
  }

  private static Future<Void> revoke(Rest service) {
    JsonObject subject = new JsonObject().put("subject", Jwts.claims(ZED).getString("sub"));
    return Vertx.currentContext()
        .executeBlocking(() -> service.post("/revocations", subject.encode()))
        .map(answer -> requireDone(answer.status()));
  }

  private static Void requireDone(int status) {
    assertThat(status).isEqualTo(204);
    return null;
  }

  private Address messages() {
    return Address.messages(new ChatId(id));
  }

  @Test
  void lonelyNodeKeepsThemInItsDirectory(@TempDir Path directory) throws Exception {
    try (TestNode node = TestNode.start(directory, SETTINGS, UnaryOperator.identity())) {
      begin(node.port());
      Rest ann = new Rest(node.port(), Jwts.of(ANN));
      assertThat(ann.post(path + "/messages", "{\"content\":\"hello\"}").status()).isEqualTo(201);
    }
    try (TestNode node = TestNode.start(directory, SETTINGS, UnaryOperator.identity())) {
      assertKept(node.port());
      JsonObject page = new Rest(node.port(), Jwts.of(BOB)).get(path + "/messages").json();
      assertThat(page.getJsonArray("events")).hasSize(1);
    }
  }
}
