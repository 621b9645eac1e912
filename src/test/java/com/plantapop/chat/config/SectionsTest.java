package com.plantapop.chat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.plantapop.chat.config.AuthConfig.JwtConfig;
import com.plantapop.chat.config.AuthConfig.JwtConfig.Claim;
import com.plantapop.chat.config.ChatConfig.DrainConfig;
import com.plantapop.chat.config.ChatConfig.IngestConfig;
import com.plantapop.chat.config.ClusterConfig.HostPort;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sections demand beyond bounds. */
class SectionsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(strings = {"data", "/var/lib/chat", "./a b"})
  void namesTheDirectoryOfTheEmbeddedStore(String directory) {
    assertThat(new StoreConfig("rocksdb:" + directory).directory()).isEqualTo(Path.of(directory));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mongodb://db",
        "mongodb://u:p@a:27017,b:27017/chat?replicaSet=rs0&tls=true",
        "mongodb+srv://u:p%40@cluster.example/chat",
        "mongodb://[::1]:27017",
        "mongodb://u:p@db?authSource=admin",
      })
  void takesAConnectionStringOfMongoDb(String uri) {
    assertThat(new StoreConfig(uri).isMongo()).isTrue();
    assertThat(new StoreConfig("rocksdb:data").isMongo()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mongodb:",
        "mongodb:db",
        "mongodb://",
        "mongodb://u:p@",
        "mongodb://a b",
        "mongodb://a,"
      })
  void refusesWhatNamesNoMongoDb(String uri) {
    assertThat(problems(() -> new StoreConfig(uri)))
        .singleElement()
        .asString()
        .startsWith(
            "uri: must be a MongoDB connection string, such as mongodb://HOST:PORT/DATABASE")
        .doesNotContain("u:p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "rocksdb:", "rocksdb: ", "rocksdb://data", "rocksdb:\0"})
  void saysWhatAStoreMayBe(String uri) {
    assertThat(problems(() -> new StoreConfig(uri)))
        .singleElement()
        .asString()
        .startsWith("uri: must be rocksdb:DIR, such as rocksdb:data");
  }

  @Test
  void neverShowsWhoSignsInToAStore() {
    assertThat(problems(() -> new StoreConfig("postgres://me:se//cr@t@db/chat")))
        .singleElement()
        .asString()
        .endsWith("is \"postgres://***@db/chat\"");
    assertThat(new StoreConfig("rocksdb:a//me:secret@b"))
        .hasToString("StoreConfig[uri=rocksdb:a//***@b]");
    assertThat(new StoreConfig("mongodb://me:secret@db/chat"))
        .hasToString("StoreConfig[uri=mongodb://***@db/chat]");
  }

  @Test
  void saysWhichModesOfAuthenticationThereAre() {
    assertThat(problems(() -> auth("Open", jwt("", "", ""))))
        .containsExactly("mode: must be open or jwt, is \"Open\"");
    assertThat(auth("open", jwt("", "", "")).isOpen()).isTrue();
    assertThat(auth("jwt", jwt(SECRET, "", "")).isOpen()).isFalse();
  }

  @Test
  void saysWhoMayCreateChats() {
    assertThat(problems(() -> new ChatsConfig("Member", 1)))
        .containsExactly("createdBy: must be service or member, is \"Member\"");
    assertThat(new ChatsConfig("member", 1).isByMembers()).isTrue();
    assertThat(new ChatsConfig("service", 1).isByMembers()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'', '', '', 0", SECRET + ", a.pem, '', 2", SECRET + ", a.pem, b.json, 3"})
  void tokensNeedExactlyOneKindOfKey(String secret, String publicKey, String jwks, int kinds) {
    assertThat(problems(() -> auth("jwt", jwt(secret, publicKey, jwks))))
        .singleElement()
        .asString()
        .startsWith("mode: jwt needs exactly one of auth.jwt.secret (CHAT_AUTH_JWT_SECRET), ")
        .endsWith("has " + kinds)
        .doesNotContain(SECRET);
  }

  @Test
  void secretsAreAsLongAsTheirHashAndNeverShown() {
    assertThat(problems(() -> jwt(SECRET.substring(1), "", "")))
        .containsExactly("secret: must have at least 32 bytes, as many as the hash of HS256");
    assertThat(auth("jwt", jwt(SECRET, "", "")).toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "https://issuer.example/jwks.json, true",
    "http://127.0.0.1:1/?a=b, true",
    "keys.json, false"
  })
  void keysAreAFileOrAUrl(String jwks, boolean isUrl) {
    assertThat(jwt("", "", jwks).isJwksUrl()).isEqualTo(isUrl);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a/b", "https://", "https://me:secret@a/b", "https://a b", "a\0b"})
  void refusesOtherPlacesOfKeys(String jwks) {
    assertThat(problems(() -> jwt("", "", jwks)))
        .containsExactly("jwks: must be a file or an http(s) URL");
  }

  @Test
  void takesRequiredClaimsApart() {
    assertThat(jwt("", "", "", "type=access", "a=b=c").required())
        .containsExactly(new Claim("type", "access"), new Claim("a", "b=c"));
    assertThat(problems(() -> jwt("", "", "", "type")))
        .containsExactly("require: must hold claim=value, such as type=access, has \"type\"");
  }

  @Test
  void drainsWithinItsTime() {
    assertThat(problems(() -> new DrainConfig(50, 1, 51)))
        .containsExactly("batchPauseMs: must be at most timeoutMs (50), is 51");
  }

  @Test
  void leavesRoomForOtherChats() {
    assertThat(problems(() -> new IngestConfig(1000, 10, 2048, 11, 6, 5, 1, 1)))
        .containsExactly(
            "maxQueuedPerChat: must be at most maxQueuedEvents (10), is 11",
            "sendBurstPerChat: must be at least sendsPerSecondPerChat (6), is 5");
  }

  @Test
  void holdsTheBoundsOfASocketTogether() {
    assertThat(problems(() -> edge(2000, 100, 99, 50, 3999, 500, 500)))
        .containsExactly(
            "frameBurst: must be 0 or at least framesPerSecond (100), is 99",
            "readerBudgetBytes: must be at least twice maxFrameBytes (2000), is 3999",
            "idleTimeoutMs: must be greater than heartbeatMs (500), is 500");
  }

  @Test
  void holdsThePersonsBoundAboveThatOfItsSockets() {
    assertThat(problems(() -> edge(2000, 100, 100, 99, 4000, 100, 101)))
        .containsExactly(
            "framesPerSecondPerIdentity: must be at least framesPerSecond (100), is 99");
  }

  @Test
  void isSilentAboutWhatFollowsFromAValueOutOfBounds() {
    assertThat(problems(() -> edge(2000, 100, -1, 100, 4000, 100, 101)))
        .containsExactly("frameBurst: must be between 0 and 10000000, is -1");
  }

  @ParameterizedTest
  @CsvSource({"50, 0, 230", "500, 0, 500", "50, 60, 60"})
  void burstLetsAClientRegisterAllItMayUnlessToldOtherwise(int rate, int burst, int means) {
    assertThat(edge(2000, rate, burst, 500, 4000, 100, 101).frameBurst()).isEqualTo(means);
  }

  @Test
  void takesMembersApart() {
    assertThat(cluster("a", List.of("chat-b:5701", "10.0.0.2:1", "[fd00::2]:65535"), "").seeds())
        .containsExactly(
            new HostPort("chat-b", 5701),
            new HostPort("10.0.0.2", 1),
            new HostPort("fd00::2", 65_535))
        .extracting(HostPort::toString)
        .containsExactly("chat-b:5701", "10.0.0.2:1", "[fd00::2]:65535");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a:",
        ":1",
        "a:0",
        "a:65536",
        "a:99999",
        "a:1:2",
        "fd00::2",
        "fd00::2:5701",
        "a b:1",
        "http://a:1",
        "10.0.0.*:5701",
        "a:5701 ",
        ""
      })
  void refusesWhatIsNoMember(String member) {
    assertThat(problems(() -> cluster("a", List.of("b:1", member), "")))
        .containsExactly(
            "members: must hold host:port, such as 10.0.0.2:5701 or [fd00::2]:5701, has \""
                + member
                + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "0", "::", "0:0:0:0:0:0:0:0", "::0"})
  void aNodeOfAClusterHasOneAddress(String host) {
    assertThat(problems(() -> cluster(host, List.of(), "")))
        .containsExactly(
            "host: must be the one address that other nodes reach, not a wildcard, is \""
                + host
                + "\"");
  }

  @Test
  void joinsWhomEitherTheSettingsOrTheFileSay() {
    assertThat(problems(() -> cluster("::1", List.of("b:1"), "conf/cluster.xml")))
        .containsExactly("members: must be empty while file is set, which says whom to join");
    assertThat(problems(() -> cluster("a/b", List.of(), "x\0y")))
        .containsExactly(
            "host: must be an address or a host name, is \"a/b\"",
            "file: must be a path, is \"x?y\"");
  }

  @Test
  void encryptsTheBusWithAllThreeFilesOrNotAtAll() {
    assertThat(problems(() -> bus(5701, "cert.pem", "key.pem", "")))
        .containsExactly(
            "busTlsCertificate: must be set together with busTlsKey and busTlsCa, or none of the"
                + " three");
    assertThat(problems(() -> bus(1, "", "", "")))
        .containsExactly("busPort: must differ from port, is 1 too");
    assertThat(bus(0, "", "", "").isBusTls()).isFalse();
    assertThat(bus(0, "cert.pem", "key.pem", "ca.pem").isBusTls()).isTrue();
  }

  private static ClusterConfig cluster(String host, List<String> members, String file) {
    return new ClusterConfig(true, "n", host, 1, members, file, 2000, 200, 0, "", "", "");
  }

  private static ClusterConfig bus(int busPort, String certificate, String key, String ca) {
    return new ClusterConfig(
        true, "n", "a", 1, List.of(), "", 2000, 200, busPort, certificate, key, ca);
  }

  private static AuthConfig auth(String mode, JwtConfig jwt) {
    return new AuthConfig(mode, false, 10, jwt);
  }

  private static JwtConfig jwt(String secret, String publicKey, String jwks, String... require) {
    return new JwtConfig(
        secret,
        publicKey,
        jwks,
        "",
        "",
        30,
        0,
        "sub",
        "email",
        "roles",
        "service",
        List.of(require));
  }

  private static EdgeConfig edge(
      int maxFrameBytes,
      int rate,
      int burst,
      int rateOfAll,
      int budget,
      long heartbeatMs,
      long idleTimeoutMs) {
    return new EdgeConfig(
        maxFrameBytes,
        30,
        1,
        rate,
        burst,
        rateOfAll,
        1,
        1,
        budget,
        0,
        1000,
        heartbeatMs,
        idleTimeoutMs,
        1);
  }

  private static List<String> problems(org.assertj.core.api.ThrowableAssert.ThrowingCallable code) {
    return catchThrowableOfType(ConfigException.class, code).problems();
  }
}
