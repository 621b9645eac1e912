package com.plantapop.chat.contract;

import static com.plantapop.chat.contract.Schemas.PACKAGED;
import static com.plantapop.chat.contract.Schemas.refusal;
import static com.plantapop.chat.contract.Schemas.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused whatever the schema says. */
class BodyRefusalTest {

  private static void assertMalformed(String body, String message) {
    Refusal refusal = refusal(PACKAGED, body);
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.code()).isEqualTo(Refusal.Code.MALFORMED);
    assertThat(refusal.violations()).isEmpty();
  }

  @Test
  void saysThatThereIsNoBody() {
    assertMalformed(null, "body: missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\ud83\"}",
        "{\"a\":\"\n\"}",
        "{/**/}",
        "[1",
        "garbage",
        "\ufeff{}",
        "{\"a\":[}]"
      })
  void refusesWhatIsNotJson(String body) {
    assertMalformed(body, "body: not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}{}", "{} 1", "1 2", "[] []"})
  void refusesMoreThanOneValue(String body) {
    assertMalformed(body, "body: more than one JSON value");
  }

  @Test
  void refusesWhatFollowsTheValue() {
    assertMalformed("{}}", "body: not JSON");
    assertMalformed("{} x", "body: not JSON");
  }

  @Test
  void namesTheMemberThatStandsTwice() {
    assertMalformed("{\"id\":1,\"id\":2}", "/id: stands twice");
    assertMalformed("{\"id\":1,\"\\u0069d\":2}", "/id: stands twice");
    assertMalformed("{\"a/b\":[{},{\"x\":{\"~\":1,\"~\":1}}]}", "/a~1b/1/x/~0: stands twice");
  }

  @Test
  void boundsThePointerOfADuplicate() {
    String member = "\"" + "n".repeat(40_000) + "\":1";
    assertMalformed("{\"a\":{" + member + "," + member + "}}", "/a: stands twice");
  }

  @Test
  void takesTheSameNameInDifferentObjects() {
    assertThat(refusal(PACKAGED, "{\"a\":{\"a\":[{\"a\":1},{\"a\":1}]},\"b\":{\"a\":1}}")).isNull();
  }

  @Test
  void boundsNesting() {
    assertThat(refusal(PACKAGED, nested(BodyScan.MAX_DEPTH - 1))).isNull();
    assertMalformed(nested(BodyScan.MAX_DEPTH), "body: nested deeper than 100 levels");
    assertMalformed("[".repeat(1_000_000), "body: nested deeper than 100 levels");
  }

  private static String nested(int levels) {
    return "{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
  }

  @Test
  void refusesNamesThatAJsonReaderRefuses() {
    String name = "n".repeat(50_000);
    String fits = "{\"" + name + "\":1}";
    assertThat(refusal(PACKAGED, fits)).isNull();
    assertThat(new JsonObject(fits).size()).isEqualTo(1);
    assertMalformed("{\"" + name + "n\":1}", "body: beyond what JSON readers take");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d", "x\ud83dy"})
  void refusesHalfACharacterThatNoUtf8Carries(String half) {
    assertMalformed("{\"a\":\"" + half + "\"}", "body: half of a character stands alone");
    assertThat(refusal(PACKAGED, "{\"a\":\"\\ud83d \ud83d\ude00\"}")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"{}\"", "true", "[{}]"})
  void refusesWhatIsNoObject(String body) {
    assertThat(refusal(PACKAGED, body))
        .hasMessage("does not match the schema: body (object)")
        .extracting(Refusal::code)
        .isEqualTo(Refusal.Code.SCHEMA);
    assertThat(violations(PACKAGED, body)).containsExactly(" object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "0e99999999999",
        "1.0",
        "1e3",
        "0.1",
        "1E+2",
        "0.30000000000000004",
        "9223372036854775808",
        "1000000000000000000000000000000",
        "1e30",
        "123456789012345.6",
        "1.7976931348623157e308",
        "-5.960464477539063e-08",
        "5.684341886080802e-14",
        "5e-324",
        "-2.2250738585072014E-308",
        "0.1000000000000000055511151231257827021181583404541015625"
      })
  void takesNumbersThatComeBackAsTheyWere(String number) {
    assertThat(violations(PACKAGED, "{\"n\":" + number + "}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "-1e400",
        "1e-400",
        "0.12345678901234567890123",
        "1e99999999999",
        "1e-99999999999",
        "9007199254740993.0",
        "0.300000000000000041",
        "1.7976931348623159e308",
        "4.2e-324"
      })
  void refusesNumbersThatWouldComeBackDifferent(String number) {
    assertThat(violations(PACKAGED, "{\"a\":[0,{\"n\":" + number + "}]}"))
        .containsExactly("/a/1/n number that a double keeps");
  }

  @Test
  void refusesNumbersThatAJsonReaderRefuses() {
    String longest = "{\"n\":" + "9".repeat(1000) + "}";
    assertThat(violations(PACKAGED, longest)).isEmpty();
    assertThat(new JsonObject(longest).getNumber("n").toString()).hasSize(1000);
    assertThat(violations(PACKAGED, "{\"n\":" + "9".repeat(1001) + ",\"id\":1}"))
        .containsExactlyInAnyOrder("/n number of at most 1000 digits", "/id string");
    assertThat(violations(PACKAGED, "{\"n\":0." + "1".repeat(100_000) + "}"))
        .containsExactly("/n number of at most 1000 digits");
  }

  @ParameterizedTest
  @CsvSource({"id,uuid", "chatId,uuid", "sender,email", "timestamp,date-time"})
  void namesTheFormatThatIsNotMet(String member, String format) {
    for (String value : new String[] {"", "x", "x\\n"}) {
      assertThat(violations(PACKAGED, "{\"" + member + "\":\"" + value + "\"}"))
          .containsExactly("/" + member + " " + format);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "1.5", "true", "{}", "[]", "[\"x\"]"})
  void namesTheTypeThatIsNotMet(String value) {
    for (String member : new String[] {"id", "chatId", "sender", "content", "timestamp"}) {
      assertThat(violations(PACKAGED, "{\"" + member + "\":" + value + "}"))
          .containsExactly("/" + member + " string");
    }
  }

  @Test
  void listsEveryViolationOnce() {
    String body = "{\"id\":\"1\",\"sender\":\"ana\",\"content\":5,\"x\":1e400}";
    assertThat(violations(PACKAGED, body))
        .containsExactlyInAnyOrder(
            "/id uuid", "/sender email", "/content string", "/x number that a double keeps");
    assertThat(refusal(PACKAGED, body))
        .hasMessageStartingWith("does not match the schema: ")
        .hasMessageContainingAll("/id (uuid)", "/sender (email)", "/content (string)");
  }

  @Test
  void boundsItsAnswerToASmallBodyWithManyFaults() {
    String name = "n".repeat(1000);
    Refusal refusal = refusal(PACKAGED, "{\"" + name + "\":[" + "1e400,".repeat(5000) + "0]}");

    assertThat(refusal.getMessage()).hasSizeLessThan(250);
    assertThat(refusal.violations().toString().length()).isLessThan(60_000);
  }

  @Test
  void countsWhatItDoesNotList() {
    Refusal refusal = refusal(PACKAGED, "{\"x\":[" + "1e400,".repeat(150) + "0]}");

    assertThat(refusal.violations()).hasSize(100);
    assertThat(refusal.getMessage())
        .contains("/x/0 (number that a double keeps)")
        .endsWith(" more");
  }
}
