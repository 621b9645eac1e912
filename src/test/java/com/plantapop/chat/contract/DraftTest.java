package com.plantapop.chat.contract;

import static com.plantapop.chat.contract.Schemas.EXAMPLE;
import static com.plantapop.chat.contract.Schemas.PACKAGED;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Payload;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a payload, how it is completed, and when it is the same again. */
class DraftTest {
  private static final UUID ID = UUID.fromString("497f6eca-6276-4993-bfeb-53cbbbba6f08");
  private static final UUID CHAT = UUID.fromString("f255124e-3419-4f6e-b7ee-17a6577db94d");
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");
  private static final Optional<String> ANA = Optional.of("ana@example.com");

  private static final String ADDED_ID = "\"id\":\"" + ID + "\"";
  private static final String ADDED_CHAT = "\"chatId\":\"" + CHAT + "\"";
  private static final String ADDED_SENDER = "\"sender\":\"ana@example.com\"";
  private static final String ADDED_TIME = "\"timestamp\":\"2026-01-31T12:00:00.123Z\"";

  private static Draft message(String body) {
    return PACKAGED.check(LogKind.MESSAGES, body);
  }

  private static Draft receipt(String body) {
    return PACKAGED.check(LogKind.RECEIPTS, body);
  }

  private static String completed(Draft draft) {
    return draft.complete(ID, CHAT, ANA, NOW).text();
  }

  @Test
  void readsWhatIdentifiesAMessage() {
    Draft draft = message(EXAMPLE.replace("497f6eca", "497F6ECA"));

    assertThat(draft.id()).contains(ID);
    assertThat(draft.chatId()).contains(CHAT);
    assertThat(draft.person()).contains("user@example.com");
  }

  @Test
  void readsWhatIdentifiesAReceipt() {
    Draft draft =
        receipt("{\"messageId\":\"" + ID + "\",\"recipient\":\"ana@b\",\"id\":1,\"sender\":2}");

    assertThat(draft.id()).contains(ID);
    assertThat(draft.chatId()).isEmpty();
    assertThat(draft.person()).contains("ana@b");
  }

  @Test
  void readsOnlyTheMembersOfThePayloadItself() {
    Draft draft = message("{\"x\":{\"id\":1,\"chatId\":2,\"sender\":\"\"},\"y\":[{\"id\":\"\"}]}");

    assertThat(draft.id()).isEmpty();
    assertThat(draft.chatId()).isEmpty();
    assertThat(draft.person()).isEmpty();
  }

  @Test
  void completesNothingThatIsThere() {
    assertThat(completed(message(EXAMPLE))).isEqualTo(EXAMPLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", " { } ", "{\n}\n"})
  void completesAnEmptyPayload(String body) {
    String all = String.join(",", ADDED_ID, ADDED_CHAT, ADDED_SENDER, ADDED_TIME);
    int end = body.indexOf('}');

    assertThat(completed(message(body)))
        .isEqualTo(body.substring(0, end) + all + body.substring(end));
  }

  @Test
  void appendsBehindWhatTheClientSaid() {
    assertThat(completed(message("{ \"content\" : \"}\",\"sender\":\"b@c\",\"x\":{\"id\":{}} }\n")))
        .isEqualTo(
            "{ \"content\" : \"}\",\"sender\":\"b@c\",\"x\":{\"id\":{}} ,"
                + String.join(",", ADDED_ID, ADDED_CHAT, ADDED_TIME)
                + "}\n");
  }

  @Test
  void seesAMemberWhoseNameIsEscaped() {
    assertThat(completed(message("{\"\\u0069d\":\"" + ID + "\"}")))
        .isEqualTo(
            "{\"\\u0069d\":\"%s\",%s,%s,%s}".formatted(ID, ADDED_CHAT, ADDED_SENDER, ADDED_TIME));
  }

  @Test
  void leavesThePersonAbsentWhenNobodyIsKnown() {
    assertThat(message("{}").complete(ID, CHAT, Optional.empty(), NOW).text())
        .isEqualTo("{" + String.join(",", ADDED_ID, ADDED_CHAT, ADDED_TIME) + "}");
  }

  @Test
  void completesAReceiptUnderItsOwnNames() {
    assertThat(completed(receipt("{}")))
        .isEqualTo(
            "{\"messageId\":\"%s\",%s,\"recipient\":\"ana@example.com\",%s}"
                .formatted(ID, ADDED_CHAT, ADDED_TIME));
  }

  @Test
  void escapesWhatItAppends() {
    Payload payload = message("{}").complete(ID, CHAT, Optional.of("\"\\\n\"@b"), NOW);

    assertThat(new JsonObject(payload.text()).getString("sender")).isEqualTo("\"\\\n\"@b");
  }

  @Test
  void completesSoThatTheContractIsKept() {
    assertThat(message(completed(message("{}"))).id()).contains(ID);
    assertThat(receipt(completed(receipt("{\"a\":1}"))).id()).contains(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$date\":1,\"$oid\":{\"$set\":\"x\"}}",
        "{\"a.b\":1,\"a\":{\"b\":2},\"\":0,\".\":0}",
        "{\"__proto__\":{\"x\":1},\"constructor\":null,\"__absolute_uri__\":\"x\"}",
        "{\"content\":\"\ud83c\udf31 \\ud83c\\udf31 \\u0000\"}",
        "{\"x\":\"\\ud83c\",\"y\":\"\\udf31\\ud83c\"}",
        "{\"x\":9223372036854775808,\"y\":1000000000000000000000000000000,\"z\":1.0,\"w\":-0}",
        "{\"x\" : [ 1 ,2,\t{ } ] }"
      })
  void keepsEverythingElseAsItWasWritten(String body) {
    String payload = completed(message(body));
    String kept = body.substring(0, body.lastIndexOf('}'));

    assertThat(payload).startsWith(kept);
    assertThat(Payload.ofUtf8(Payload.of(payload).utf8()).text()).isEqualTo(payload);
    assertThat(message(body).isSameAs(Payload.of(payload))).isTrue();
    assertThat(new JsonObject(payload).getMap())
        .containsAllEntriesOf(new JsonObject(body).getMap());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|{}",
        "{\"a\":1,\"b\":[1,2]}|{ \"b\" : [1,2], \"a\" : 1 }",
        "{\"a\":1}|{\"a\":1.0}",
        "{\"a\":100}|{\"a\":1e2}",
        "{\"a\":1000000000000000000000000000000}|{\"a\":1e30}",
        "{\"a\":\"A\"}|{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\ud83c\"}|{\"a\":\"\\uD83C\"}",
        "{\"a\":null,\"b\":true}|{\"b\":true,\"a\":null}",
        "{\"a\":{\"id\":\"a\"}}|{\"a\":{\"id\":\"a\"},\"id\":\"497f6eca-6276-4993-bfeb-53cbbbba6f08\"}",
        "{}|{\"id\":\"497f6eca-6276-4993-bfeb-53cbbbba6f08\",\"timestamp\":\"2019-08-24T14:15:22Z\"}",
        "{\"id\":\"497F6ECA-6276-4993-bfeb-53cbbbba6f08\"}"
            + "|{\"id\":\"497f6eca-6276-4993-BFEB-53cbbbba6f08\"}",
        "{\"chatId\":\"497F6ECA-6276-4993-bfeb-53cbbbba6f08\"}"
            + "|{\"chatId\":\"497f6eca-6276-4993-BFEB-53cbbbba6f08\"}"
      })
  void isTheSameWhenItSaysTheSame(String body, String stored) {
    assertThat(message(body).isSameAs(Payload.of(stored))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}|{}",
        "{}|{\"a\":1}",
        "{}|{\"content\":\"x\"}",
        "{\"content\":\"x\"}|{\"content\":\"y\"}",
        "{\"content\":\"x\"}|{\"content\":\"X\"}",
        "{\"a\":1}|{\"a\":2}",
        "{\"a\":1}|{\"a\":\"1\"}",
        "{\"a\":0}|{\"a\":false}",
        "{\"a\":null}|{}",
        "{\"a\":null}|{\"b\":null}",
        "{\"a\":[1,2]}|{\"a\":[2,1]}",
        "{\"a\":[1]}|{\"a\":[1,2]}",
        "{\"a\":[1,2]}|{\"a\":[1]}",
        "{\"a\":[]}|{\"a\":{}}",
        "{\"a\":{\"b\":null}}|{\"a\":{\"c\":null}}",
        "{\"a\":9007199254740993}|{\"a\":9007199254740992}",
        "{\"a\":\"\\ud83c\"}|{\"a\":\"\\udf31\"}",
        "{\"a\":\"\\ud83c\"}|{\"a\":\"?\"}",
        "{\"a\":{\"id\":\"a\"}}|{\"a\":{\"id\":\"A\"}}",
        "{\"a\":{}}|{\"a\":{\"timestamp\":\"2019-08-24T14:15:22Z\"}}",
        "{\"sender\":\"a@b\"}|{\"sender\":\"A@b\"}",
        "{\"sender\":\"a@b\"}|{}",
        "{\"timestamp\":\"2019-08-24T14:15:22Z\"}|{\"timestamp\":\"2019-08-24T14:15:23Z\"}"
      })
  void isAnotherWhenItSaysSomethingElse(String body, String stored) {
    assertThat(message(body).isSameAs(Payload.of(stored))).isFalse();
  }

  @Test
  void isTheSameReceiptWheneverItWasSent() {
    String early = "{\"recipient\":\"a@b\",\"timestamp\":\"2019-08-24T14:15:22Z\"}";
    String late = "{\"recipient\":\"a@b\",\"timestamp\":\"2026-08-24T14:15:22Z\"}";

    assertThat(receipt(late).isSameAs(Payload.of(early))).isTrue();
    assertThat(receipt("{\"recipient\":\"a@b\"}").isSameAs(Payload.of(early))).isTrue();
    assertThat(receipt("{\"recipient\":\"a@b\",\"x\":1}").isSameAs(Payload.of(early))).isFalse();
    assertThat(receipt("{\"recipient\":\"b@b\"}").isSameAs(Payload.of(early))).isFalse();
    assertThat(receipt("{\"recipient\":\"a@B\"}").isSameAs(Payload.of(early))).isTrue();
    assertThat(receipt("{\"recipient\":\"A@b\"}").isSameAs(Payload.of(early))).isFalse();
  }

  @Test
  void isTheSameAsItsOwnCompletion() {
    for (String body : new String[] {"{}", "{\"content\":\"x\",\"n\":1e2}", EXAMPLE}) {
      assertThat(message(body).isSameAs(message(body).complete(ID, CHAT, ANA, NOW))).isTrue();
    }
  }
}
