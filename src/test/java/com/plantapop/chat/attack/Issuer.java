package com.plantapop.chat.attack;

import com.plantapop.chat.access.KeyPairs;
import com.plantapop.chat.support.Jwts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who makes the tokens that are good, and whose server notes what it is asked for. */
final class Issuer implements AutoCloseable {
  static final String NAME = "https://issuer.example";
  static final String RSA = "rsa-1";
  static final String EC = "ec-1";

  private static final String KEYS = "/keys";

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  Issuer() {
    server = vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1").await();
  }

  private void answer(HttpServerRequest request) {
    if (!request.uri().equals(KEYS)) {
      asked.add(request.uri());
    }
    request.response().end(KeyPairs.set(KeyPairs.RSA.jwk(RSA), KeyPairs.P256.jwk(EC)));
  }

  /** What it was asked for beside its keys. */
  List<String> trapped() {
    return asked;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  /** Of a node that believes it. */
  Map<String, String> settings() {
    return Map.of(
        "CHAT_AUTH_MODE", "jwt",
        "CHAT_AUTH_JWT_JWKS", url(KEYS),
        "CHAT_AUTH_JWT_ISSUER", NAME,
        "CHAT_AUTH_JWT_AUDIENCE", "chat",
        "CHAT_AUTH_JWT_REQUIRE", "type=access");
  }

  static JsonObject head() {
    return new JsonObject().put("alg", "RS256").put("kid", RSA);
  }

  /** What a good token of somebody says. */
  static JsonObject claims(String email) {
    return demanded(Jwts.claims(email));
  }

  private static JsonObject demanded(JsonObject claims) {
    return claims
        .put("iss", NAME)
        .put("aud", "chat")
        .put("type", "access")
        .put("exp", Jwts.secondsFromNow(600))
        .put("note", Stage.MARK);
  }

  static String token(JsonObject claims) {
    return KeyPairs.RSA.sign(head(), claims);
  }

  static String token(String email) {
    return token(claims(email));
  }

  /** Of whoever acts for all. */
  static String serviceToken() {
    return token(demanded(Jwts.serviceClaims("shop")));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
