package com.plantapop.chat.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Limit;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.Metrics;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every limit: whoever meets it is counted, under its name and the code that was told. */
@Timeout(60)
class LimitMetricsTest {
  private static final String WEBSOCKET = "/eventbus/websocket";
  private static final int BUDGET = 131_072;
  private static final int SMALL_WINDOW = 4_096;

  /** New for each test: they last a minute. */
  private final String ann = Jwts.of("ann@example.com");

  private final String shop = Jwts.of(Jwts.serviceClaims("shop"));
  @TempDir private Path data;
  private final List<RawClient> clients = new ArrayList<>();
  private final Promise<Void> storeGoesOn = Promise.promise();
  private TestNode node;

  /**
   * How a limit is met.
   *
   * @param code of the refusal; 0 where nobody is told, or by the close of the socket
   */
  private record Case(int code, Map<String, String> settings) {}

  /**
   * In open mode.
   *
   * @param settings name and value, in turn
   */
  private static Case open(int code, String... settings) {
    Map<String, String> all = new HashMap<>(Limits.FAR_OFF);
    for (int i = 0; i < settings.length; i += 2) {
      all.put("CHAT_" + settings[i], settings[i + 1]);
    }
    return new Case(code, all);
  }

  private static Case jwt(int code, String... settings) {
    Case how = open(code, settings);
    how.settings().put("CHAT_AUTH_MODE", "jwt");
    how.settings().put("CHAT_AUTH_JWT_SECRET", Jwts.SECRET);
    return how;
  }

  private static Case of(Limit limit) {
    return switch (limit) {
      case CONNECTIONS -> open(0, "HTTP_MAX_CONNECTIONS", "2");
      case ADDRESS -> open(0, "HTTP_MAX_CONNECTIONS_PER_ADDRESS", "1");
      case IDENTITY -> jwt(429, "EDGE_MAX_SOCKETS_PER_IDENTITY", "1");
      case REQUEST_TIME -> open(0, "HTTP_REQUEST_TIMEOUT_MS", "300");
      case TOKEN_TIME -> jwt(401, "AUTH_GRACE_SECONDS", "1");
      case IDLE_TIME -> open(0, "EDGE_IDLE_TIMEOUT_MS", "300", "EDGE_HEARTBEAT_MS", "200");
      case STALL_TIME ->
          open(0, "EDGE_STALL_TIMEOUT_MS", "300", "EDGE_READER_BUDGET_BYTES", "" + BUDGET);
      case FRAME_RATE -> open(429, "EDGE_FRAMES_PER_SECOND", "1", "EDGE_FRAME_BURST", "1");
      case IDENTITY_RATE ->
          jwt(
              429,
              "EDGE_FRAMES_PER_SECOND",
              "1",
              "EDGE_FRAME_BURST",
              "1",
              "EDGE_FRAMES_PER_SECOND_PER_IDENTITY",
              "1");
      case SEND_RATE ->
          jwt(429, "INGEST_SENDS_PER_SECOND_PER_CHAT", "1", "INGEST_SEND_BURST_PER_CHAT", "1");
      case SIZE -> open(413, "EDGE_MAX_FRAME_BYTES", "1024");
      case NESTING -> open(400);
      case SUBSCRIPTIONS -> open(429, "EDGE_MAX_SUBSCRIPTIONS", "1");
      case INBOX -> open(0, "EDGE_MAX_FRAME_BYTES", "1024");
      case VIOLATIONS -> open(400, "EDGE_MAX_VIOLATIONS", "1");
      case CHAT_QUEUE -> open(503, "INGEST_MAX_QUEUED_PER_CHAT", "1");
      case NODE_QUEUE ->
          open(503, "INGEST_MAX_QUEUED_PER_CHAT", "1", "INGEST_MAX_QUEUED_EVENTS", "1");
      case NODE_BYTES ->
          open(
              0,
              "EDGE_MAX_FRAME_BYTES",
              "1024",
              "EDGE_READER_BUDGET_BYTES",
              "2048",
              "HUB_PAGE_BYTES",
              "1024",
              "EDGE_NODE_BUDGET_BYTES",
              "16384");
    };
  }

  @AfterEach
  void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    storeGoesOn.tryComplete();
    node.close();
  }

  @ParameterizedTest
  @EnumSource
  void whoMeetsALimitIsCounted(Limit limit) throws Exception {
    Case how = of(limit);
    node = TestNode.start(data, how.settings(), store(limit));
    Metrics before = Metrics.of(node);

    meet(limit);

    Await.until(limit.label(), () -> Metrics.of(node).met(limit.label()) > 0);
    assertThat(before.met(limit.label())).isZero();
    if (how.code() > 0) {
      assertThat(Metrics.of(node).value("chat_refusals_total{code=\"" + how.code() + "\"}"))
          .isPositive();
    }
  }

  private UnaryOperator<EventStore> store(Limit limit) {
    return limit == Limit.CHAT_QUEUE || limit == Limit.NODE_QUEUE
        ? DisturbedStore.with((runs, next) -> storeGoesOn.future().compose(on -> next.apply(runs)))
        : UnaryOperator.identity();
  }

  private void meet(Limit limit) throws Exception {
    switch (limit) {
      case CONNECTIONS, NODE_BYTES -> cutSomebody();
      case ADDRESS -> {
        assertThat(socket(RawClient.from(1, node.port()), WEBSOCKET)).isEqualTo(101);
        assertThat(keep(RawClient.from(1, node.port())).isEnded()).isTrue();
      }
      case IDENTITY -> {
        assertThat(socket(new RawClient(node.port()), withToken(ann))).isEqualTo(101);
        assertThat(socket(new RawClient(node.port()), withToken(ann))).isEqualTo(429);
      }
      case REQUEST_TIME -> client().write("GET / HTT");
      case TOKEN_TIME, IDLE_TIME -> open(WEBSOCKET);
      case STALL_TIME -> stall();
      case FRAME_RATE -> say(open(WEBSOCKET), "{\"type\":\"ping\"}", "{\"type\":\"ping\"}");
      case IDENTITY_RATE -> askTooOften();
      case SEND_RATE -> talkTooFast();
      case SIZE -> say(open(WEBSOCKET), "x".repeat(2_000));
      case NESTING -> send(open(WEBSOCKET), "[".repeat(300) + "]".repeat(300));
      case SUBSCRIPTIONS -> {
        RawClient client = open(WEBSOCKET);
        say(client, Frames.register(Frames.newAddress(), null));
        say(client, Frames.register(Frames.newAddress(), null));
      }
      case INBOX -> floodBehindARegistration();
      case VIOLATIONS -> say(open(WEBSOCKET), "no frame");
      case CHAT_QUEUE, NODE_QUEUE -> fillQueue();
    }
  }

  private RawClient keep(RawClient client) {
    clients.add(client);
    return client;
  }

  private RawClient client() throws IOException {
    return keep(new RawClient(node.port()));
  }

  private int socket(RawClient client, String target) throws IOException {
    return keep(client).handshake(target, "");
  }

  private RawClient open(String target) throws IOException {
    RawClient client = client();
    assertThat(client.handshake(target, "")).isEqualTo(101);
    return client;
  }

  private static String withToken(String token) {
    return WEBSOCKET + "?access_token=" + token;
  }

  private static void say(RawClient client, String... frames) throws IOException {
    for (String frame : frames) {
      client.frame(RawClient.TEXT, frame);
    }
  }

  private static void send(RawClient client, String body) throws IOException {
    say(client, Frames.send(Frames.newAddress(), body, "reply"));
  }

  private void cutSomebody() throws IOException {
    int served = 0;
    while (served < 4 && isServed(client())) {
      served++;
    }
    assertThat(served).isLessThan(4);
  }

  private static boolean isServed(RawClient client) {
    try {
      return !client.request("GET", "/health/live", "").head().isEmpty();
    } catch (IOException cut) {
      return false;
    }
  }

  private void stall() throws Exception {
    String address = Frames.newAddress();
    RawClient reader = keep(new RawClient(node.port(), SMALL_WINDOW));
    assertThat(reader.handshake(WEBSOCKET, "")).isEqualTo(101);
    say(reader, Frames.register(address, null));
    reader.expect(RawClient.TEXT, "registered");
    RawClient writer = open(WEBSOCKET);
    Await.until("a reader that takes no more", () -> fill(writer, address));
  }

  private boolean fill(RawClient writer, String address) throws Exception {
    say(writer, Frames.send(address, Frames.message("x".repeat(50_000)), "reply"));
    writer.expect(RawClient.TEXT, "seq");
    return Metrics.of(node).value("chat_readers_fell_behind_total") > 0;
  }

  private void askTooOften() throws Exception {
    Rest rest = new Rest(node.port(), ann);
    int status = 0;
    for (int i = 0; i < 10 && status != 429; i++) {
      status = rest.get("/chats/" + Frames.newChatId()).status();
    }
    assertThat(status).isEqualTo(429);
  }

  private void talkTooFast() throws Exception {
    String id = Frames.newChatId();
    String members = "{\"id\":\"" + id + "\",\"members\":[\"ann@example.com\"]}";
    assertThat(new Rest(node.port(), shop).post("/chats", members).status()).isEqualTo(201);
    RawClient talker = open(withToken(ann));
    for (int i = 0; i < 3; i++) {
      say(talker, Frames.send("chat." + id, "{}", "reply"));
    }
  }

  private void floodBehindARegistration() throws IOException {
    RawClient client = open("/eventbus/0/flood/websocket");
    JsonArray messages = new JsonArray().add(Frames.register(Frames.newAddress(), null));
    for (int i = 0; i < 400; i++) {
      messages.add("x");
    }
    say(client, messages.encode());
  }

  private void fillQueue() throws IOException {
    RawClient client = open(WEBSOCKET);
    String address = Frames.newAddress();
    for (int i = 0; i < 4; i++) {
      say(client, Frames.send(address, Frames.message("x"), "reply"));
    }
  }
}
