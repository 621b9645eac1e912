package com.plantapop.chat.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.config.AuthConfig.JwtConfig;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of tokens share: a way to open them with settings, and to ask them. */
abstract class AccessTest {
  static Vertx vertx;

  @TempDir Path directory;

  /** Of {@link Tokens}, in nanoseconds. */
  final AtomicLong clock = new AtomicLong();

  @BeforeAll
  static void openVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() {
    vertx.close().await();
  }

  static JsonObject head(String algorithm) {
    return new JsonObject().put("alg", algorithm).put("typ", "JWT");
  }

  /**
   * @param settings as environment variables without {@code CHAT_AUTH_JWT_}, and their values
   */
  static JwtConfig config(String... settings) {
    Map<String, String> environment = new HashMap<>(Map.of("CHAT_AUTH_MODE", "jwt"));
    for (int i = 0; i < settings.length; i += 2) {
      environment.put("CHAT_AUTH_JWT_" + settings[i], settings[i + 1]);
    }
    return ConfigLoader.load(Path.of(""), Optional.empty(), environment).auth().jwt();
  }

  Tokens open(String... settings) throws Exception {
    return await(Tokens.open(vertx, config(settings), clock::get));
  }

  String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "key", ""), content).toString();
  }

  static Caller caller(Tokens tokens, String token) throws Exception {
    return await(tokens.verify(token));
  }

  /** That a token is refused, and why; which must not quote it. */
  static String refusal(Tokens tokens, String token) throws Exception {
    try {
      return "accepted as " + caller(tokens, token);
    } catch (Refusal refusal) {
      assertThat(refusal.code()).isEqualTo(Refusal.Code.NOT_AUTHENTICATED);
      return refusal.getMessage();
    }
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }
}
