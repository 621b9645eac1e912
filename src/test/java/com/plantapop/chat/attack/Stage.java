package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.ServiceBus;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node that is attacked, and those who would notice: a member who reads all logs of a chat, a
 * service that hears of every event, the store, the log, and an issuer of keys.
 */
final class Stage implements AutoCloseable {
  static final String ANN = "ann@x.example";
  static final String BOB = "bob@x.example";
  static final String EVE = "eve@x.example";

  /** Stands in everything that is sent and in all tokens, and must not stand in the log. */
  static final String MARK = "not-for-the-log-5e1f";

  static final String BODY = "{\"content\":\"" + MARK + "\"}";

  /** Of Ann and Bob. */
  final String chat = Frames.newAddress();

  /** Of Bob and Eve, and the id of the one message that is in it. */
  final String other = Frames.newAddress();

  final String messageOfOther;

  private final String good = Issuer.token(ANN);
  private final StoreWrites writes = new StoreWrites();
  private final Overheard overheard = new Overheard();
  private final Issuer issuer = new Issuer();
  private final TestNode node;
  private final BridgeSocket member;
  private final ServiceBus service;
  private long stored;

  /**
   * @param more settings, as environment variables
   */
  Stage(Path data, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(Limits.farOff(issuer.settings()));
    settings.put("CHAT_EDGE_MAX_SOCKETS_PER_IDENTITY", "100000");
    settings.putAll(more);
    node = TestNode.start(data, settings, writes::of);
    Rest shop = shop();
    Chats.create(shop, chat, ANN, BOB);
    Chats.create(shop, other, BOB, EVE);
    service = new ServiceBus(node.vertx());
    service.listen("chat.accepted");
    messageOfOther =
        shop.post("/chats/" + other.substring(5) + "/messages", BODY).json().getString("id");
    assertThat(service.next().body().getString("id")).isEqualTo(messageOfOther);
    member = BridgeSocket.withToken(node.vertx(), node.port(), good);
    for (String log : List.of("", ".receipts", ".members")) {
      member.register(chat + log, null);
    }
  }

  int port() {
    return node.port();
  }

  Vertx vertx() {
    return node.vertx();
  }

  Issuer issuer() {
    return issuer;
  }

  /** By which REST knows the chat of Ann and Bob. */
  String id() {
    return chat.substring("chat.".length());
  }

  /** Of Ann, as the member's socket has it. */
  String goodToken() {
    return good;
  }

  /** REST as whoever acts for all. */
  Rest shop() {
    return new Rest(node.port(), Issuer.serviceToken());
  }

  /** No part of a token may be, nor a secret. */
  void mayNotBeLogged(String secret) {
    overheard.mayNotBeLogged(secret);
  }

  /** That an attempt is answered with this code at each of these doors, and changes nothing. */
  void assertRefused(int code, Attempt attempt, Set<Door> doors) throws Exception {
    if (attempt.token() != null) {
      mayNotBeLogged(attempt.token());
    }
    int before = writes.count();
    int heard = member.received();
    assertThat(Door.codes(this, attempt, doors)).isEqualTo(Door.all(code, attempt, doors));
    assertThat(writes.count()).as("writes").isEqualTo(before);
    assertThat(member.received()).as("delivered to a member").isEqualTo(heard);
  }

  /** The same for what there is over REST only. */
  void assertRefused(int code, String method, String target, String token, String body)
      throws Exception {
    int before = writes.count();
    Attempt attempt = new Attempt(token, Attempt.Verb.SEND, chat, body);
    assertThat(RestDriver.ask(this, method, target, body, attempt, TokenIn.HEADER)).isEqualTo(code);
    assertThat(writes.count()).as("writes").isEqualTo(before);
  }

  /** What a member and a service get next, and that both get the same. */
  JsonObject delivered() throws Exception {
    stored++;
    JsonObject frame = member.nextJson();
    ServiceBus.Heard heard = service.next();
    assertThat(heard.body().encode()).isEqualTo(frame.getJsonObject("body").encode());
    assertThat(frame.getJsonObject("headers").getString("seq")).isEqualTo(heard.seq());
    return frame;
  }

  /**
   * That what is sent now is the first to be stored and delivered since, and that nothing that must
   * not be told has been logged, nor anybody asked for keys that a token names.
   */
  void assertNothingElseHappened() throws Exception {
    String path = "/chats/" + id();
    assertThat(shop().post(path + "/messages", BODY).status()).isEqualTo(201);
    assertThat(delivered().getJsonObject("headers").getString("seq")).isEqualTo("" + stored);
    assertThat(member.isQuiet()).isTrue();
    JsonObject now = shop().get(path).json();
    assertThat(now.getLong("head")).isEqualTo(stored);
    assertThat(now.getLong("receiptsHead")).isZero();
    assertThat(now.getJsonArray("members")).containsExactly(ANN, BOB);
    assertThat(issuer.trapped()).as("asked for keys").isEmpty();
    overheard.assertDiscreet();
  }

  @Override
  public void close() {
    member.close();
    node.close();
    issuer.close();
    overheard.close();
  }
}
