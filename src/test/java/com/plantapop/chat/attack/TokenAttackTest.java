package com.plantapop.chat.attack;

import com.plantapop.chat.access.KeyPairs;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What tokens try, wherever they may be brought. */
class TokenAttackTest extends AttackTest {
  static Stream<Arguments> badTokens() {
    return Stream.of(
            TokenRows.algorithms(),
            TokenRows.confusions(),
            TokenRows.keys(stage.issuer()),
            TokenRows.claimed(),
            TokenRows.malformed())
        .flatMap(rows -> rows);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void badTokenOpensNoDoor(String name, String token) throws Exception {
    Attempt attempt = new Attempt(token, Attempt.Verb.SEND, stage.chat, Stage.BODY);
    stage.assertRefused(401, attempt, Door.ALL);
  }

  /** Without this, all of the above might be refused for another reason. */
  @Test
  void goodTokenOpensThemAll() throws Exception {
    Attempt attempt = new Attempt(stage.goodToken(), Attempt.Verb.HISTORY, stage.chat, "{}");
    stage.assertRefused(200, attempt, Door.ALL);
    JsonObject ec = Issuer.head().put("alg", "ES256").put("kid", Issuer.EC);
    String other = KeyPairs.P256.sign(ec, Issuer.claims(Stage.ANN));
    stage.assertRefused(
        200, new Attempt(other, Attempt.Verb.HISTORY, stage.chat, "{}"), Door.USUAL);
  }
}
