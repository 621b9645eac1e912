package com.plantapop.chat.attack;

import com.plantapop.chat.access.KeyPairs;
import com.plantapop.chat.support.Jwts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens that are not good, of somebody who would belong here. */
final class TokenRows {
  /** Of a head or of claims, as deep as our own bound for JSON and far beyond. */
  private static final int DEEP = 1_500;

  private TokenRows() {}

  private static JsonObject claims() {
    return Issuer.claims(Stage.ANN);
  }

  private static JsonObject head(String algorithm) {
    return Issuer.head().put("alg", algorithm);
  }

  private static Arguments row(String name, String token) {
    return Arguments.of(name, token);
  }

  /** Without a signature, or with one that the head lies about. */
  static Stream<Arguments> algorithms() {
    String signature = Issuer.token(claims()).replaceAll(".*\\.", "");
    Stream<Arguments> none =
        Stream.of("none", "None", "NONE", "nOnE", "", "HS1", "RS1", "ES256K", "dir", "RSA-OAEP")
            .flatMap(
                algorithm -> {
                  String unsigned = Jwts.unsigned(head(algorithm), claims());
                  return Stream.of(
                      row("alg " + algorithm + " unsigned", unsigned),
                      row("alg " + algorithm + " empty signature", unsigned + "."),
                      row("alg " + algorithm + " a signature", unsigned + "." + signature));
                });
    JsonObject noAlgorithm = Issuer.head();
    noAlgorithm.remove("alg");
    JsonObject list = Issuer.head().put("alg", new JsonArray().add("RS256"));
    return Stream.concat(
        none,
        Stream.of(
            row("no alg", Jwts.unsigned(noAlgorithm, claims()) + "." + signature),
            row("alg in a list", Jwts.unsigned(list, claims()) + "." + signature),
            row("alg twice", doubled("{\"alg\":\"RS256\",\"alg\":\"none\"}") + "." + signature),
            row("rs512 said of rs256", Jwts.unsigned(head("RS512"), claims()) + "." + signature),
            row("es256 in der", Jwts.inDer(KeyPairs.P256.sign(ec(), claims()))),
            row("es256 by rsa", Jwts.unsigned(head("ES256"), claims()) + "." + signature)));
  }

  private static JsonObject ec() {
    return head("ES256").put("kid", Issuer.EC);
  }

  private static String doubled(String head) {
    return encoded(head) + "." + encoded(claims().encode());
  }

  private static String encoded(String text) {
    return Jwts.encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The public key, as it might be taken for a secret. */
  static Stream<Arguments> confusions() {
    String pem = KeyPairs.RSA.pem();
    String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    String jwk = KeyPairs.RSA.jwk(Issuer.RSA).encode();
    List<byte[]> secrets =
        List.of(
            pem.getBytes(StandardCharsets.UTF_8),
            pem.strip().getBytes(StandardCharsets.UTF_8),
            body.getBytes(StandardCharsets.UTF_8),
            Base64.getDecoder().decode(body),
            jwk.getBytes(StandardCharsets.UTF_8),
            KeyPairs.RSA.jwk("").getString("n").getBytes(StandardCharsets.UTF_8),
            new byte[] {0});
    return Stream.of("HS256", "HS384", "HS512")
        .flatMap(
            algorithm ->
                secrets.stream()
                    .map(
                        secret ->
                            row(
                                algorithm + " with " + secret.length + " bytes of a public key",
                                Jwts.hmac(head(algorithm), claims(), secret))));
  }

  /** Signed by the attacker, whose key the head offers, points to or pretends to be. */
  static Stream<Arguments> keys(Issuer issuer) {
    JsonObject jwk = KeyPairs.OTHER_RSA.jwk(Issuer.RSA);
    String trap = issuer.url("/trap");
    return Stream.of(
            new JsonObject(),
            new JsonObject().put("jwk", jwk),
            new JsonObject().put("jwk", jwk).putNull("kid"),
            new JsonObject().put("jku", trap),
            new JsonObject().put("jku", trap).put("kid", "unknown"),
            new JsonObject().put("x5u", trap),
            new JsonObject().put("x5c", new JsonArray().add("MIIB")),
            new JsonObject().put("x5t", "AAAA").put("x5t#S256", "AAAA"),
            new JsonObject().put("kid", trap),
            new JsonObject().put("kid", "../../../../dev/null"),
            new JsonObject().put("kid", "/proc/self/environ"),
            new JsonObject().put("kid", "file:///etc/passwd"),
            new JsonObject().put("kid", "a' OR '1'='1' -- "),
            new JsonObject().put("kid", "rsa-1\r\nwarn: forged line"),
            new JsonObject().put("kid", "${jndi:ldap://127.0.0.1:1/x}"),
            new JsonObject().put("kid", "rsa-1\u0000"),
            new JsonObject().put("kid", "RSA-1"),
            new JsonObject().put("kid", ""),
            new JsonObject().put("kid", Issuer.EC),
            new JsonObject().put("kid", "k".repeat(2_000)),
            new JsonObject().put("kid", "k".repeat(5_400)),
            new JsonObject().put("kid", 1),
            new JsonObject().put("kid", true),
            new JsonObject().put("kid", new JsonArray().add(Issuer.RSA)),
            new JsonObject().put("kid", new JsonObject().put("$ne", "a")),
            new JsonObject().putNull("kid"))
        .map(
            more ->
                row(
                    "another's key " + shorten(more.encode()),
                    KeyPairs.OTHER_RSA.sign(Issuer.head().mergeIn(more), claims())));
  }

  private static String shorten(String text) {
    return text.substring(0, Math.min(60, text.length()));
  }

  /** What the issuer has signed, and all the same is not good here. */
  static Stream<Arguments> claimed() {
    return Stream.of(
        row("expired", with("exp", Jwts.secondsFromNow(-31))),
        row("no end", without("exp")),
        row("end as text", with("exp", "9999999999")),
        row("end null", with("exp", null)),
        row("end beyond time", with("exp", 1e300)),
        row("end before time", with("exp", -1)),
        row("end in a list", with("exp", new JsonArray().add(Jwts.secondsFromNow(60)))),
        row("not yet", with("nbf", Jwts.secondsFromNow(400))),
        row("not yet, as text", with("nbf", "soon")),
        row("issued later", with("iat", Jwts.secondsFromNow(400))),
        row("issued in a list", with("iat", new JsonArray().add(1))),
        row("other issuer", with("iss", "https://evil.example")),
        row("issuer with a slash", with("iss", Issuer.NAME + "/")),
        row("issuer in a list", with("iss", new JsonArray().add(Issuer.NAME))),
        row("no issuer", without("iss")),
        row("other audience", with("aud", "shop")),
        row("other audiences", with("aud", new JsonArray().add("shop"))),
        row("audience 5", with("aud", 5)),
        row("audience in an object", with("aud", new JsonObject().put("chat", true))),
        row("no audience", without("aud")),
        row("refresh token", with("type", "refresh")),
        row("no type", without("type")),
        row("type true", with("type", true)),
        row("no subject", without("sub")),
        row("blank subject", with("sub", " ")),
        row("subject 1", with("sub", 1)),
        row("huge subject", with("sub", "x".repeat(256))),
        row("no e-mail", without("email")),
        row("e-mails", with("email", new JsonArray().add(Stage.ANN))),
        row("two e-mails", with("email", "ann@x.example@x.example")),
        row("e-mail with a line", with("email", Stage.ANN + "\n")),
        row("e-mail with an unseen letter", with("email", "\u200bann@x.example")),
        row("e-mail of foreign letters", with("email", "\u0430nn@x.example")),
        row("role as text", with("roles", "service")),
        row("role in an object", with("roles", new JsonObject().put("service", true))),
        row("role 1", with("roles", new JsonArray().add(1))),
        row("token id 7", with("jti", 7)),
        row("demand that we do not know", crit()),
        row("claims in a list", signed(head("RS256"), "[" + claims().encode() + "]")),
        row("claims as text", signed(head("RS256"), "\"" + Stage.ANN + "\"")),
        row("claims null", signed(head("RS256"), "null")),
        row("claims no JSON", signed(head("RS256"), claims().encode() + "}")),
        row("deep claims", signed(head("RS256"), deep("{\"a\":", "1", "}"))),
        row("a token in a token", signed(head("RS256").put("cty", "JWT"), Issuer.token(claims()))));
  }

  private static String with(String claim, Object value) {
    return Issuer.token(claims().put(claim, value));
  }

  private static String without(String claim) {
    JsonObject claims = claims();
    claims.remove(claim);
    return Issuer.token(claims);
  }

  private static String crit() {
    JsonObject head = head("RS256").put("crit", new JsonArray().add("b64")).put("b64", false);
    return KeyPairs.RSA.sign(head, claims());
  }

  private static String signed(JsonObject head, String claims) {
    return KeyPairs.RSA.sign(head, claims);
  }

  private static String deep(String open, String middle, String close) {
    return open.repeat(DEEP / open.length()) + middle + close.repeat(DEEP / open.length());
  }

  /** What is no token at all, however much of one is in it. */
  static Stream<Arguments> malformed() {
    String good = Issuer.token(claims());
    String[] parts = good.split("\\.", -1);
    return Stream.of(
        row("empty", ""),
        row("dots", ".."),
        row("letters", "a.b.c"),
        row("null", "null"),
        row("two parts", parts[0] + "." + parts[1]),
        row("four parts", good + "." + parts[2]),
        row("five parts, encrypted", parts[0] + ".." + good),
        row("five parts", parts[0] + "." + parts[1] + "." + good),
        row("six parts", good + "." + good),
        row("end dot", good + "."),
        row("doubled dot", good.replaceFirst("\\.", "..")),
        row("padded", good + "="),
        row("of base64", good.replace('-', '+').replace('_', '/') + "+"),
        row("bearer twice", "Bearer " + good),
        row("two tokens", good + "," + good),
        row("percent", good.replaceFirst("\\.", "%2E")),
        row("cut", good.substring(0, good.length() - 4)),
        row("signature of zeros", parts[0] + "." + parts[1] + "." + "A".repeat(342)),
        row("signature of another", parts[0] + "." + parts[1] + "." + of(Stage.BOB)),
        row("huge signature", parts[0] + "." + parts[1] + "." + "A".repeat(7_000)),
        row("larger than taken", parts[0] + "." + parts[1] + "." + "A".repeat(9_000)),
        row("deep head", encoded(deep("[", "", "]")) + "." + parts[1] + "." + parts[2]),
        row("head of nothing", encoded("{}") + "." + parts[1] + "." + parts[2]),
        row("head null", encoded("null") + "." + parts[1] + "." + parts[2]),
        row("other claims", parts[0] + "." + encoded("{}") + "." + parts[2]));
  }

  private static String of(String email) {
    return Issuer.token(email).replaceAll(".*\\.", "");
  }
}
