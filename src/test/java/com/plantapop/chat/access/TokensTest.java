package com.plantapop.chat.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.event.Caller;
import com.plantapop.chat.support.Jwts;
import io.netty.pkitesting.CertificateBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are good, and the attacks that are not. */
class TokensTest extends AccessTest {
  private static final JsonObject ANN = Jwts.claims("ann@example.com");

  private static JsonObject ann() {
    return ANN.copy();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void secretOfSixtyFourBytesServesAllHashes(String algorithm) throws Exception {
    Caller caller =
        caller(open("SECRET", Jwts.SECRET), Jwts.hmac(head(algorithm), ann(), Jwts.SECRET));
    assertThat(caller.kind()).isEqualTo(Caller.Kind.PERSON);
    assertThat(caller.subject()).isEqualTo("id-of-ann@example.com");
    assertThat(caller.email()).hasValue("ann@example.com");
    assertThat(caller.roles()).isEmpty();
    assertThat(caller.expiresAt()).isEqualTo(Instant.ofEpochSecond(ANN.getLong("exp")));
  }

  @ParameterizedTest
  @CsvSource({"32, HS384", "32, HS512", "47, HS384", "63, HS512"})
  void secretServesNoHashThatIsLonger(int bytes, String algorithm) throws Exception {
    String secret = Jwts.SECRET.substring(0, bytes);
    Tokens tokens = open("SECRET", secret);
    assertThat(refusal(tokens, Jwts.hmac(head(algorithm), ann(), secret)))
        .isEqualTo("token: not valid");
    assertThat(caller(tokens, Jwts.hmac(head("HS256"), ann(), secret)).email()).isPresent();
  }

  private static final List<String> WITH_KEYS =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  static List<String> withKeys() {
    return WITH_KEYS;
  }

  @ParameterizedTest
  @MethodSource("withKeys")
  void keyServesTheAlgorithmsThatFitIt(String algorithm) throws Exception {
    KeyPairs keys = KeyPairs.of(algorithm);
    String token = keys.sign(head(algorithm).put("kid", "a"), ann());
    assertThat(caller(open("PUBLIC_KEY", file(keys.pem())), token).email()).isPresent();
    assertThat(caller(open("JWKS", file(KeyPairs.set(keys.jwk("a")))), token).email()).isPresent();

    // A signature is looked at until its last byte.
    int at = token.length() - 5;
    String other = token.charAt(at) == 'A' ? "B" : "A";
    String broken = token.substring(0, at) + other + token.substring(at + 1);
    assertThat(refusal(open("PUBLIC_KEY", file(keys.pem())), broken)).isEqualTo("token: not valid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "ES384", "ES512"})
  void signatureHasOneSpelling(String algorithm) throws Exception {
    KeyPairs keys = KeyPairs.of(algorithm);
    String der = Jwts.inDer(keys.sign(head(algorithm).put("kid", "a"), ann()));
    assertThat(refusal(open("PUBLIC_KEY", file(keys.pem())), der)).isEqualTo("token: not valid");
    assertThat(refusal(open("JWKS", file(KeyPairs.set(keys.jwk("a")))), der))
        .isEqualTo("token: not valid");
  }

  static Stream<Arguments> misfits() {
    return Stream.of(KeyPairs.RSA, KeyPairs.P256, KeyPairs.P384, KeyPairs.ED25519)
        .flatMap(
            keys ->
                WITH_KEYS.stream()
                    .filter(algorithm -> KeyPairs.of(algorithm) != keys)
                    .map(algorithm -> Arguments.of(keys, algorithm)));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void keyServesNoOtherAlgorithm(KeyPairs keys, String algorithm) throws Exception {
    // Signed with the key itself where that can be: a P-384 key for ES256 for instance.
    boolean canSign = algorithm.startsWith("ES") && keys.name().startsWith("P");
    KeyPairs signer = canSign ? keys : KeyPairs.of(algorithm);
    String token = signer.sign(head(algorithm), ann());
    assertThat(refusal(open("PUBLIC_KEY", file(keys.pem())), token)).isEqualTo("token: not valid");
    JsonObject misnamed = keys.jwk("a").put("alg", algorithm);
    String set = file(KeyPairs.set(misnamed, KeyPairs.OTHER_RSA.jwk("b")));
    assertThat(refusal(open("JWKS", set), token)).isEqualTo("token: not valid");
  }

  @Test
  void keyOfASetServesTheOneAlgorithmThatItNames() throws Exception {
    Tokens tokens = open("JWKS", file(KeyPairs.set(KeyPairs.RSA.jwk("a").put("alg", "PS256"))));
    assertThat(caller(tokens, KeyPairs.RSA.sign(head("PS256"), ann())).email()).isPresent();
    assertThat(refusal(tokens, KeyPairs.RSA.sign(head("RS256"), ann())))
        .isEqualTo("token: not valid");
  }

  /** The public key as it might be taken for a secret. */
  static Stream<byte[]> publicKeyAsSecret() {
    String pem = KeyPairs.RSA.pem();
    String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return Stream.of(
        pem.getBytes(StandardCharsets.UTF_8),
        pem.strip().getBytes(StandardCharsets.UTF_8),
        body.getBytes(StandardCharsets.UTF_8),
        Base64.getDecoder().decode(body));
  }

  @ParameterizedTest
  @MethodSource("publicKeyAsSecret")
  void publicKeyIsNoSecret(byte[] secret) throws Exception {
    Tokens pem = open("PUBLIC_KEY", file(KeyPairs.RSA.pem()));
    Tokens set = open("JWKS", file(KeyPairs.set(KeyPairs.RSA.jwk("a"))));
    for (String algorithm : List.of("HS256", "HS384", "HS512")) {
      String token = Jwts.hmac(head(algorithm).put("kid", "a"), ann(), secret);
      assertThat(refusal(pem, token)).isEqualTo("token: not valid");
      assertThat(refusal(set, token)).isEqualTo("token: not valid");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS1", "RS1", "ES256K", "dir"})
  void tokenWithoutAnAlgorithmOfOursIsNone(String algorithm) throws Exception {
    String unsigned = Jwts.unsigned(head(algorithm), ann());
    String signature = Jwts.of(ann()).substring(Jwts.of(ann()).lastIndexOf('.'));
    for (String key : List.of("secret", "pem", "set")) {
      Tokens tokens = openWith(key);
      for (String token : List.of(unsigned, unsigned + ".", unsigned + signature)) {
        assertThat(refusal(tokens, token)).as(key).isEqualTo("token: not valid");
      }
    }
  }

  private Tokens openWith(String key) throws Exception {
    return switch (key) {
      case "secret" -> open("SECRET", Jwts.SECRET);
      case "pem" -> open("PUBLIC_KEY", file(KeyPairs.RSA.pem()));
      default -> open("JWKS", file(KeyPairs.set(KeyPairs.RSA.jwk("a"))));
    };
  }

  /** Signed by the attacker, whose key the head offers or points to. */
  static Stream<JsonObject> headsWithKeys() {
    JsonObject jwk = KeyPairs.OTHER_RSA.jwk("a");
    JsonArray chain = new JsonArray().add("MIIB");
    return Stream.of(
        head("RS256").put("jwk", jwk),
        head("RS256").put("jwk", jwk).put("kid", "a"),
        head("RS256").put("jku", "http://127.0.0.1:1/keys").put("kid", "a"),
        head("RS256").put("x5u", "http://127.0.0.1:1/cert"),
        head("RS256").put("x5c", chain),
        head("RS256").put("kid", "../../../../dev/null"),
        head("RS256").put("kid", "http://127.0.0.1:1/keys"),
        head("RS256").put("kid", "a' OR '1'='1"),
        head("RS256").put("kid", "x".repeat(5_000)),
        head("RS256").put("kid", 1),
        head("RS256").put("kid", new JsonObject().put("$ne", "a")),
        head("RS256").putNull("kid"));
  }

  @ParameterizedTest
  @MethodSource("headsWithKeys")
  void noKeyButOursIsEverUsed(JsonObject head) throws Exception {
    String forged = KeyPairs.OTHER_RSA.sign(head, ann());
    assertThat(refusal(openWith("pem"), forged)).isEqualTo("token: not valid");
    assertThat(refusal(openWith("set"), forged)).isEqualTo("token: not valid");
    String empty = Jwts.hmac(head.copy().put("alg", "HS256"), ann(), new byte[] {0});
    assertThat(refusal(openWith("secret"), empty)).isEqualTo("token: not valid");
  }

  @Test
  void whatAHeadOffersDoesNotSpoilAGoodToken() throws Exception {
    JsonObject head = head("RS256").put("jku", "http://127.0.0.1:1/").put("kid", "a");
    assertThat(caller(openWith("set"), KeyPairs.RSA.sign(head, ann())).email()).isPresent();
  }

  @Test
  void tokensThatAreGoodForTooLongAreRefused() throws Exception {
    assertThat(config("SECRET", Jwts.SECRET, "MAX_LIFETIME_SECONDS", "100").greatestAge())
        .as("by clocks that differ by 30 s either way")
        .contains(Duration.ofSeconds(160));
    Tokens tokens = open("SECRET", Jwts.SECRET, "MAX_LIFETIME_SECONDS", "100");
    JsonObject longest = ann().put("iat", ANN.getLong("exp") - 100);
    assertThat(caller(tokens, Jwts.of(longest)).email()).isPresent();
    JsonObject longer = ann().put("iat", ANN.getLong("exp") - 101);
    assertThat(refusal(tokens, Jwts.of(longer))).contains("claim iat");
    assertThat(refusal(tokens, Jwts.of(ann()))).as("does not say").contains("claim iat");
    assertThat(caller(open("SECRET", Jwts.SECRET), Jwts.of(longer)).email()).isPresent();
  }

  @Test
  void demandsThatWeDoNotKnowAreNotIgnored() throws Exception {
    JsonObject head = head("HS256").put("crit", new JsonArray().add("b64")).put("b64", false);
    assertThat(refusal(openWith("secret"), Jwts.hmac(head, ann(), Jwts.SECRET)))
        .isEqualTo("token: not valid");
  }

  static Stream<Arguments> badClaims() {
    return Stream.of(
        Arguments.of("expired", ann().put("exp", Jwts.secondsFromNow(-31)), "has expired"),
        Arguments.of("no end", without("exp"), "claim exp"),
        Arguments.of("end as text", ann().put("exp", "9999999999"), "not valid"),
        Arguments.of("end null", ann().putNull("exp"), "not valid"),
        Arguments.of("end beyond time", ann().put("exp", 1e300), "claim exp"),
        Arguments.of("end in a list", ann().put("exp", new JsonArray().add(1)), "not valid"),
        Arguments.of("not yet", ann().put("nbf", Jwts.secondsFromNow(400)), "claim nbf"),
        Arguments.of("not yet, as text", ann().put("nbf", "soon"), "not valid"),
        Arguments.of("issued later", ann().put("iat", Jwts.secondsFromNow(400)), "claim iat"),
        Arguments.of("other issuer", ann().put("iss", "https://evil.example"), "not valid"),
        Arguments.of("issuer with a slash", ann().put("iss", "https://a.example/"), "not valid"),
        Arguments.of("no issuer", without("iss"), "not valid"),
        Arguments.of("other audience", ann().put("aud", "shop"), "not valid"),
        Arguments.of("audiences", ann().put("aud", new JsonArray().add("shop")), "not valid"),
        Arguments.of("audience 5", ann().put("aud", 5), "not valid"),
        Arguments.of("no audience", without("aud"), "not valid"),
        Arguments.of("refresh token", ann().put("type", "refresh"), "claim type"),
        Arguments.of("no type", without("type"), "claim type"),
        Arguments.of("no subject", without("sub"), "claim sub"),
        Arguments.of("empty subject", ann().put("sub", " "), "claim sub"),
        Arguments.of("subject 1", ann().put("sub", 1), "claim sub"),
        Arguments.of("huge subject", ann().put("sub", "x".repeat(256)), "claim sub"),
        Arguments.of("no e-mail", without("email"), "claim email"),
        Arguments.of("e-mails", ann().put("email", new JsonArray().add("a@b")), "claim email"),
        Arguments.of("two e-mails", ann().put("email", "a@b@c"), "claim email"),
        Arguments.of("e-mail with a line", ann().put("email", "a@b.example\n"), "claim email"),
        Arguments.of(
            "e-mail of another", ann().put("email", "ann@ex\u0430mple.com"), "claim email"),
        Arguments.of("role as text", ann().put("roles", "service"), "claim roles"),
        Arguments.of("role 1", ann().put("roles", new JsonArray().add(1)), "claim roles"));
  }

  private static JsonObject demanded() {
    return ann().put("iss", "https://a.example").put("aud", "chat").put("type", "access");
  }

  private static JsonObject without(String claim) {
    JsonObject claims = demanded();
    claims.remove(claim);
    return claims.put("without", claim);
  }

  private Tokens openWithDemands() throws Exception {
    return open(
        "SECRET",
        Jwts.SECRET,
        "ISSUER",
        "https://a.example",
        "AUDIENCE",
        "chat",
        "REQUIRE",
        "type=access");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badClaims")
  void tokenWithBadClaimsIsNone(String name, JsonObject claims, String problem) throws Exception {
    JsonObject all = claims.containsKey("without") ? claims : demanded().mergeIn(claims);
    String why = problem.startsWith("claim") ? problem + " is missing or not good" : problem;
    assertThat(refusal(openWithDemands(), Jwts.of(all))).isEqualTo("token: " + why);
  }

  /** Who has made up a token learns nothing from when it says that it ends. */
  @Test
  void onlyWhatTheIssuerSignedIsSaidToHaveExpired() throws Exception {
    JsonObject expired = demanded().put("exp", Jwts.secondsFromNow(-31));
    String forged = Jwts.hmac(head("HS256"), expired, Jwts.SECRET + "x");
    assertThat(refusal(openWithDemands(), forged)).isEqualTo("token: not valid");
    String elsewhere = Jwts.of(expired.copy().put("aud", "shop"));
    assertThat(refusal(openWithDemands(), elsewhere)).isEqualTo("token: not valid");
  }

  @Test
  void goodTokenIsGoodWhateverElseItSays() throws Exception {
    JsonObject claims =
        demanded()
            .put("aud", new JsonArray().add("shop").add("chat"))
            .put("exp", Jwts.secondsFromNow(-20) + 0.5)
            .put("nbf", Jwts.secondsFromNow(20))
            .put("roles", new JsonArray().add("buyer"))
            .put("more", new JsonObject().put("$where", "1"));
    assertThat(caller(openWithDemands(), Jwts.of(claims)).roles()).containsExactly("buyer");
  }

  @Test
  void serviceIsKnownByItsRoleAndNeedsNoAddress() throws Exception {
    Caller shop = caller(openWith("secret"), Jwts.of(Jwts.serviceClaims("shop")));
    assertThat(shop.kind()).isEqualTo(Caller.Kind.SERVICE);
    assertThat(shop.subject()).isEqualTo("shop");
    assertThat(shop.email()).isEmpty();
  }

  @Test
  void claimsMayHaveOtherNames() throws Exception {
    Tokens tokens =
        open(
            "SECRET",
            Jwts.SECRET,
            "SUBJECT_CLAIM",
            "uid",
            "EMAIL_CLAIM",
            "mail",
            "ROLES_CLAIM",
            "groups",
            "SERVICE_ROLE",
            "backend");
    JsonObject claims = new JsonObject().put("exp", Jwts.secondsFromNow(60)).put("uid", "7");
    assertThat(caller(tokens, Jwts.of(claims.copy().put("mail", "a@b.c"))).email())
        .hasValue("a@b.c");
    claims.put("groups", new JsonArray().add("backend"));
    assertThat(caller(tokens, Jwts.of(claims)).kind()).isEqualTo(Caller.Kind.SERVICE);
    assertThat(refusal(tokens, Jwts.of(ann())))
        .isEqualTo("token: claim mail is missing or not good");
  }

  static List<String> malformed() {
    String good = Jwts.of(ANN);
    List<String> all =
        new ArrayList<>(List.of("", ".", "..", "a.b.c", "null", good + ".", " " + good));
    all.add(good + "\n");
    all.add(good.replaceFirst("\\.", ".."));
    all.add(good + "." + good);
    all.add(good.substring(0, good.lastIndexOf('.')) + "." + "A".repeat(9_000));
    all.add(Jwts.of(ann().put("more", "x".repeat(6_200))));
    all.add(Jwts.hmac(head("HS256"), ann(), Jwts.SECRET + "x"));
    all.add(nested("["));
    all.add(nested("{\"a\":"));
    all.add(
        Jwts.encoded("{}".getBytes(StandardCharsets.UTF_8)) + good.substring(good.indexOf('.')));
    return all;
  }

  /** A head as deep as it fits. */
  private static String nested(String opening) {
    byte[] deep = opening.repeat(6_000 / opening.length()).getBytes(StandardCharsets.UTF_8);
    return Jwts.encoded(deep) + ".e30.AA";
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNoTokenIsRefused(String token) throws Exception {
    assertThat(refusal(openWith("secret"), token)).isEqualTo("token: not valid");
  }

  @Test
  void certificateServesAsItsKey() throws Exception {
    var certificate =
        new CertificateBuilder()
            .subject("CN=issuer")
            .setIsCertificateAuthority(true)
            .algorithm(CertificateBuilder.Algorithm.ecp384)
            .buildSelfSigned();
    Tokens tokens = open("PUBLIC_KEY", file("# of the issuer\n" + certificate.getCertificatePEM()));
    var key = certificate.getKeyPair().getPrivate();
    assertThat(caller(tokens, Jwts.signed(head("ES384"), ann(), key)).email()).isPresent();
  }

  static Stream<Arguments> uselessKeys() {
    return Stream.of(
        Arguments.of("PUBLIC_KEY", "", "must hold a PUBLIC KEY or a CERTIFICATE in PEM"),
        Arguments.of(
            "PUBLIC_KEY",
            KeyPairs.RSA.privatePem(),
            "must hold a PUBLIC KEY or a CERTIFICATE in PEM"),
        Arguments.of(
            "PUBLIC_KEY",
            KeyPairs.SHORT_RSA.pem(),
            "needs RSA of 2048 bits at least, EC or Ed25519"),
        Arguments.of(
            "PUBLIC_KEY", KeyPairs.ED448.pem(), "needs RSA of 2048 bits at least, EC or Ed25519"),
        Arguments.of(
            "PUBLIC_KEY",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            "holds a key that is none of RSA, EC and Ed25519"),
        Arguments.of("JWKS", "[]", "must be a JWK set: a JSON object with a list of keys"),
        Arguments.of(
            "JWKS", "{\"keys\":1}", "must be a JWK set: a JSON object with a list of keys"),
        Arguments.of("JWKS", KeyPairs.set(), "holds no public key for signatures"),
        Arguments.of(
            "JWKS",
            KeyPairs.set(
                KeyPairs.SHORT_RSA.jwk("a"),
                KeyPairs.ED448.jwk("b"),
                KeyPairs.RSA.jwk("c").put("use", "enc"),
                KeyPairs.RSA.jwk("d").put("alg", "ES256"),
                KeyPairs.P256.jwk("e").put("kty", "RSA"),
                new JsonObject().put("kty", "oct").put("k", Jwts.encoded(new byte[64]))),
            "holds no public key for signatures"));
  }

  @ParameterizedTest
  @MethodSource("uselessKeys")
  void saysWhichKeysItNeeds(String setting, String content, String problem) throws Exception {
    String path = file(content);
    String key = setting.equals("JWKS") ? "auth.jwt.jwks: " : "auth.jwt.publicKey: ";
    assertThatThrownBy(() -> open(setting, path))
        .isInstanceOf(KeysException.class)
        .hasMessageStartingWith(key + problem);
    assertThatThrownBy(() -> open(setting, path + "-not-there"))
        .isInstanceOf(KeysException.class)
        .hasMessageStartingWith(key + "cannot be read: ");
  }
}
