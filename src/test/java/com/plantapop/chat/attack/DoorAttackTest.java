package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is tried with addresses, headers and origins, whoever asks. */
class DoorAttackTest extends AttackTest {
  private static final Set<Door> WITH_ADDRESSES =
      EnumSet.of(Door.RAW_URL, Door.SOCKJS_URL, Door.XHR_STREAMING, Door.HTMLFILE, Door.BUS);

  /** Of a chat in which the attacker is a member, so that nothing but the spelling is wrong. */
  static Stream<String> badAddresses() {
    String chat = stage.chat;
    String id = stage.id();
    return Stream.concat(
        Stream.of(
            "",
            "chat",
            "chat.",
            "chat.*",
            "chat.#",
            "chat.chat",
            chat + "\n",
            "\n" + chat,
            chat + "\r\nseq: 1",
            chat + "\u0000",
            chat + " ",
            " " + chat,
            "\ufeff" + chat,
            chat + "\u200b",
            chat + ".",
            chat + "0",
            chat.substring(0, chat.length() - 1),
            chat.substring(0, chat.length() - 1) + "g",
            chat.substring(0, chat.length() - 2) + "\u0661\u0662",
            chat.substring(0, chat.length() - 1) + "\uff11",
            "\uff43\uff48\uff41\uff54." + id,
            "\u0441hat." + id,
            "chat\uff0e" + id,
            "chat:" + id,
            "chat." + id + "/receipts",
            "chat/" + id + ".receipts",
            "chat/" + id + "/../" + id,
            "chat%2e" + id,
            chat + ".receipts.",
            chat + ".receipts.receipts",
            chat + ".rece\u0131pts",
            chat + ".receipt\u017f",
            chat + ".member",
            chat + ".control",
            chat + ".revocations",
            chat + ".typing",
            chat + ".history.history",
            chat + ".history.receipts",
            "chat." + UUID.randomUUID(),
            "chat." + "0".repeat(24) + ".control",
            "chat." + "0".repeat(24) + ".revocations",
            "chat." + "a".repeat(5_000)),
        Stream.of(
            "chat.events",
            "chat.events.1",
            "chat.events." + UUID.randomUUID(),
            "chat.submit",
            "chat.history",
            "chat.accepted",
            "__vertx.reply.1",
            "__vertx.reply." + UUID.randomUUID(),
            "vertx.cluster",
            "__vertx.circuit-breaker",
            Attempt.REPLY,
            "null"));
  }

  @ParameterizedTest
  @MethodSource("badAddresses")
  void onlyOneSpellingOfALogIsAnAddress(String address) throws Exception {
    for (Attempt.Verb verb : Attempt.Verb.values()) {
      Attempt attempt = new Attempt(stage.goodToken(), verb, address, Stage.BODY);
      stage.assertRefused(400, attempt, WITH_ADDRESSES);
    }
  }

  /** {@code chat.session} is asked with send, and answers the one who asks. */
  @ParameterizedTest
  @CsvSource({"PUBLISH", "REGISTER", "UNREGISTER", "HISTORY"})
  void sessionIsNoLog(Attempt.Verb verb) throws Exception {
    Attempt attempt = new Attempt(stage.goodToken(), verb, "chat.session", Stage.BODY);
    stage.assertRefused(400, attempt, WITH_ADDRESSES);
  }

  @ParameterizedTest
  @CsvSource({"SEND, 403", "PUBLISH, 403", "UNREGISTER, 404"})
  void membersAreWrittenByTheServiceOnly(Attempt.Verb verb, int code) throws Exception {
    String body = "{\"member\":\"eve@x.example\",\"action\":\"added\",\"by\":\"shop\"}";
    for (String token : List.of(stage.goodToken(), Issuer.serviceToken())) {
      Attempt attempt = new Attempt(token, verb, stage.chat + ".members", body);
      stage.assertRefused(code, attempt, WITH_ADDRESSES);
    }
  }

  private static Map<String, String> forged() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("seq", "999");
    headers.put("acceptedAt", "2001-01-01T00:00:00Z");
    headers.put("address", "chat.accepted");
    headers.put("by", "shop");
    headers.put("roles", "service");
    headers.put("X-Forwarded-User", Stage.BOB);
    headers.put("X-Forwarded-For", "127.0.0.1");
    return headers;
  }

  /** Headers make nobody somebody else, whatever they say. */
  @ParameterizedTest
  @CsvSource({"actor, ann@x.example", "seq, 1", "Cookie, access_token=x", "X-Actor, ann@x.example"})
  void headersGiveNoRights(String name, String value) throws Exception {
    Map<String, String> headers = forged();
    headers.put(name, value);
    String eve = Issuer.token(Stage.EVE);
    for (Attempt.Verb verb : List.of(Attempt.Verb.SEND, Attempt.Verb.HISTORY)) {
      Attempt attempt = new Attempt(eve, verb, stage.chat, Stage.BODY).with(headers);
      Set<Door> doors = EnumSet.of(Door.RAW_URL, Door.SOCKJS_URL, Door.XHR, Door.REST_HEADER);
      stage.assertRefused(403, attempt, doors);
    }
  }

  /** Of two that say the same thing, or are spelled in another case. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "400;'Authorization':'ANN','Authorization':'ANN'",
        "400;'Authorization':'ANN','authorization':'ANN'",
        "400;'since':0,'since':'0'",
        "400;'Ack':true,'ack':false",
        "403;'authorization':'BOB'",
        "401;'AUTHORIZATION':'Bearer x'",
        "400;'Authorization':['ANN']",
        "400;'Authorization':{'Bearer':'ANN'}",
        "401;'Authorization':7",
        "200;'authorization':'ANN','ack':true",
      })
  void headersOfFramesHaveOneMeaning(int code, String headers) throws Exception {
    String text =
        headers
            .replace('\'', '"')
            .replace("ANN", "Bearer " + stage.goodToken())
            .replace("BOB", "Bearer " + Issuer.token(Stage.BOB));
    String frame =
        "{\"type\":\"register\",\"address\":\"" + stage.chat + "\",\"headers\":{" + text + "}}";
    assertThat(SocketDriver.frame(stage, frame)).isEqualTo(code);
  }

  /** They are let in, and what is delivered has the numbers of the store. */
  @ParameterizedTest
  @CsvSource({"RAW_URL", "SOCKJS_URL", "XHR", "REST_HEADER", "BUS"})
  void headersOfASenderReachNobody(Door door) throws Exception {
    Map<String, String> headers = forged();
    if (door != Door.REST_HEADER) {
      headers.put("X\r\nseq", "7");
      headers.put("X", "y\r\nseq: 7");
    }
    Attempt attempt =
        new Attempt(stage.goodToken(), Attempt.Verb.SEND, stage.chat, Stage.BODY).with(headers);
    assertThat(Door.codes(stage, attempt, EnumSet.of(door))).containsValue(200);
    JsonObject frame = stage.delivered();
    assertThat(frame.getJsonObject("headers").fieldNames()).containsOnly("seq", "acceptedAt");
    assertThat(frame.getJsonObject("body").getString("sender")).isEqualTo(Stage.ANN);
  }

  /** For whom a service asks, where no token says so; {@code |} stands for a line break. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "eve@x.example;403",
        "Ann@x.example;403",
        "'';400",
        "ann;400",
        " ann@x.example;400",
        "ann@x.example|;400",
        "ann@x.example|actor: bob@x.example;400",
        "ann@x.example,eve@x.example;400",
        "\u0430nn@x.example;400",
        "service;400",
      })
  void actorIsOnePersonWhoMay(String actor, int code) throws Exception {
    for (Attempt.Verb verb : List.of(Attempt.Verb.SEND, Attempt.Verb.HISTORY)) {
      Attempt attempt =
          new Attempt(null, verb, stage.chat, Stage.BODY)
              .with(Map.of("actor", actor.replace("|", "\r\n")));
      stage.assertRefused(code, attempt, EnumSet.of(Door.BUS));
    }
  }

  @Test
  void serviceAsksForOne() throws Exception {
    Map<String, String> two = Map.of("actor", Stage.ANN, "Actor", Stage.ANN);
    Attempt attempt = new Attempt(null, Attempt.Verb.SEND, stage.chat, Stage.BODY);
    stage.assertRefused(400, attempt.with(two), EnumSet.of(Door.BUS));
    Attempt hers = new Attempt(stage.goodToken(), Attempt.Verb.SEND, stage.chat, Stage.BODY);
    for (String more : List.of("actor", "authorization")) {
      Map<String, String> both = Map.of(more, Stage.ANN);
      stage.assertRefused(400, hers.with(both), EnumSet.of(Door.BUS));
    }
  }
}
