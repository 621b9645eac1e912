package com.plantapop.chat.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.ServerLog;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that an issuer changes while the node runs. */
class JwksUrlTest extends AccessTest {
  private static final JsonObject ANN = Jwts.claims("ann@example.com");

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int status = 200;
  private volatile String keys = KeyPairs.set(KeyPairs.RSA.jwk("first"));
  private HttpServer issuer;
  private String url;

  @BeforeEach
  void serveKeys() throws Exception {
    issuer = await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    url = "http://127.0.0.1:" + issuer.actualPort() + "/keys";
  }

  @AfterEach
  void close() throws Exception {
    await(issuer.close());
  }

  private void answer(HttpServerRequest request) {
    asked.incrementAndGet();
    request.response().setStatusCode(status).putHeader("Location", "/elsewhere").end(keys);
  }

  private static String signed(KeyPairs pair, String kid) {
    return pair.sign(head("RS256").put("kid", kid), ANN);
  }

  private void tenSecondsPass() {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(10) + 1);
  }

  @Test
  void newKeyIsFetchedWhenATokenNamesIt() throws Exception {
    Tokens tokens = open("JWKS", url);
    assertThat(caller(tokens, signed(KeyPairs.RSA, "first")).email()).isPresent();
    keys = KeyPairs.set(KeyPairs.OTHER_RSA.jwk("second"));
    assertThat(refusal(tokens, signed(KeyPairs.OTHER_RSA, "second"))).isEqualTo("token: not valid");
    assertThat(asked).hasValue(1);

    tenSecondsPass();
    assertThat(caller(tokens, signed(KeyPairs.OTHER_RSA, "second")).email()).isPresent();
    assertThat(asked).hasValue(2);
    // The key that the issuer no longer shows is not trusted any more.
    assertThat(refusal(tokens, signed(KeyPairs.RSA, "first"))).isEqualTo("token: not valid");
  }

  @Test
  void strangersCannotHaveTheIssuerAskedAgainAndAgain() throws Exception {
    Tokens tokens = open("JWKS", url);
    tenSecondsPass();
    List<Future<String>> answers =
        IntStream.range(0, 100)
            .mapToObj(i -> tokens.verify(signed(KeyPairs.OTHER_RSA, "kid" + i % 3)))
            .map(answer -> answer.map("accepted").otherwise("refused"))
            .toList();
    for (Future<String> answer : answers) {
      assertThat(await(answer)).isEqualTo("refused");
    }
    assertThat(asked).hasValue(2);
    assertThat(refusal(tokens, KeyPairs.OTHER_RSA.sign(head("RS256"), ANN)))
        .isEqualTo("token: not valid");
    assertThat(asked).hasValue(2);
  }

  @Test
  void urlThatFailsLeavesTheKeysAsTheyAre() throws Exception {
    Tokens tokens = open("JWKS", url);
    for (int bad : List.of(500, 302, 404, 200)) {
      status = bad;
      keys = bad == 200 ? "{\"keys\":[" : KeyPairs.set(KeyPairs.OTHER_RSA.jwk("second"));
      tenSecondsPass();
      try (ServerLog log = ServerLog.open()) {
        assertThat(refusal(tokens, signed(KeyPairs.OTHER_RSA, "second")))
            .isEqualTo("token: not valid");
        log.await("keys stay as they are: ");
      }
      assertThat(caller(tokens, signed(KeyPairs.RSA, "first")).email()).isPresent();
    }
    assertThat(asked).hasValue(5);
  }

  @Test
  void answerLargerThanAnySetIsNotTaken() throws Exception {
    Tokens tokens = open("JWKS", url);
    tenSecondsPass();
    keys = KeyPairs.set(KeyPairs.OTHER_RSA.jwk("second")) + " ".repeat(2 << 20);
    assertThat(refusal(tokens, signed(KeyPairs.OTHER_RSA, "second"))).isEqualTo("token: not valid");
  }

  @Test
  void nodeDoesNotStartWithoutKeys() {
    status = 503;
    assertThatThrownBy(() -> open("JWKS", url))
        .isInstanceOf(KeysException.class)
        .hasMessage("auth.jwt.jwks: answers with 503");
  }
}
