package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.access.KeyPairs;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** What is no token of ours, whatever it is. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Digest a=b", "x"})
  void otherCredentialsOpenNoDoor(String credentials) throws Exception {
    Attempt attempt =
        new Attempt(null, Attempt.Verb.SEND, stage.chat, Stage.BODY)
            .with(Map.of("Authorization", credentials));
    stage.assertRefused(401, attempt, EnumSet.of(Door.RAW_URL, Door.REST_HEADER, Door.BUS));
  }

  /** Nor does a node tell what it shares with the issuer. */
  @Test
  void secretIsNotLogged(@TempDir Path data) throws Exception {
    stage.mayNotBeLogged(Jwts.SECRET);
    Map<String, String> settings =
        Map.of("CHAT_AUTH_MODE", "jwt", "CHAT_AUTH_JWT_SECRET", Jwts.SECRET);
    try (TestNode node = TestNode.start(data, settings, UnaryOperator.identity())) {
      for (String token : List.of(Jwts.of(Stage.EVE), Jwts.of(Stage.BOB) + "x")) {
        stage.mayNotBeLogged(token);
        assertThat(new Rest(node.port(), token).get("/chats/" + stage.id()).status())
            .isIn(401, 403);
      }
    }
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
