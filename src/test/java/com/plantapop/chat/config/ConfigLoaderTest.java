package com.plantapop.chat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  private static final Path OVERLAY = Path.of("my.json");

  @TempDir private Path directory;

  @Test
  void servesWithTheDefaultsWhereNothingIsSet() {
    ChatConfig config = load(Map.of());

    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.http().origins()).isEmpty();
    assertThat(config.http().servedHosts()).contains("localhost", "127.0.0.1", "[::1]");
    assertThat(config.store().directory()).isEqualTo(Path.of("data"));
    assertThat(config.ingest().maxQueuedBytes()).isEqualTo(67_108_864L);
  }

  @Test
  void laysFileOverFileAndTheEnvironmentOverAll() throws IOException {
    local("{'http': {'port': 1, 'maxConnections': 11, 'host': '127.0.0.2'}}");
    overlay("{'http': {'port': 2, 'maxConnections': 22}}");

    HttpConfig http = loadWithOverlay(Map.of("CHAT_HTTP_PORT", "3")).http();

    assertThat(http)
        .extracting(HttpConfig::host, HttpConfig::port, HttpConfig::maxConnections)
        .containsExactly("127.0.0.2", 3, 22);
  }

  @Test
  void readsEveryKindOfSettingFromTheEnvironment() {
    ChatConfig config =
        load(
            Map.of(
                "CHAT_HTTP_ORIGINS", "https://a.example, https://b.example",
                "CHAT_AUTH_ALLOW_OPEN_REMOTE", "true",
                "CHAT_INGEST_MAX_QUEUED_BYTES", "17179869184",
                "CHAT_CLUSTER_MEMBERS", "a:1, [::1]:2",
                "CHAT_AUTH_JWT_REQUIRE", "type=access,realm=chat",
                "CHAT_CONTRACT_DIR", "my schemas"));

    assertThat(config.http().origins()).containsExactly("https://a.example", "https://b.example");
    assertThat(config.auth().allowOpenRemote()).isTrue();
    assertThat(config.auth().jwt().require()).containsExactly("type=access", "realm=chat");
    assertThat(config.ingest().maxQueuedBytes()).isEqualTo(17_179_869_184L);
    assertThat(config.contract().dir()).isEqualTo("my schemas");
    assertThat(config.cluster().members()).containsExactly("a:1", "[::1]:2");
  }

  @Test
  void reportsAllProblemsOfAllLayersAtOnce() throws IOException {
    local("{'http': {'prot': 1, 'maxConnections': 'many'}, 'hubb': {}}");
    overlay("{'ingest': {'deadlineMs': 1.5, 'maxBatchEvents': 0}, 'drain': 7}");

    assertThat(
            problemsWithOverlay(
                Map.of("CHAT_HUB_PAGE_EVENTS", "x", "CHAT_EDGE_HEARTBEAT_MS", "90000")))
        .containsExactly(
            "http.prot: unknown key; conf/chat.json has all that are known (conf/chat.json)",
            "http.maxConnections: must be a whole number, is a string (conf/chat.json)",
            "hubb: unknown key; conf/chat.json has all that are known (conf/chat.json)",
            "ingest.deadlineMs: must be a whole number, is a number with a fraction or an exponent (my.json)",
            "ingest.maxBatchEvents: must be between 1 and 100000, is 0 (my.json)",
            "drain: must be an object, is a number (my.json)",
            "hub.pageEvents: must be a whole number, is \"x\" (CHAT_HUB_PAGE_EVENTS)",
            "edge.idleTimeoutMs: must be greater than heartbeatMs (90000), is 90000"
                + " (CHAT_EDGE_HEARTBEAT_MS)");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{'http': {'port': null}}|http.port: must be a whole number, is null",
        "{'http': {'port': 1e3}}|http.port: must be a whole number, is a number with a fraction or an exponent",
        "{'http': {'port': {'a': 1}}}|http.port: must be a whole number, is an object",
        "{'http': {'port': -1}}|http.port: must be between 0 and 65535, is -1",
        "{'http': {'port': 4294967296}}|http.port: must be between 0 and 65535, is 4294967296",
        "{'http': {'host': true}}|http.host: must be a string, is true",
        "{'http': {'origins': '*'}}|http.origins: must be a list of strings, is a string",
        "{'http': {'origins': ['*', 1]}}|http.origins: must be a list of strings, is a list of"
            + " other things",
        "{'auth': {'allowOpenRemote': 'true'}}|auth.allowOpenRemote: must be true or false, is a string",
        "{'edge': {'pageBytes': 1}}|edge.pageBytes: unknown key; conf/chat.json has all that are known",
        "{'port': 1}|port: unknown key; conf/chat.json has all that are known",
        "{'http.port': 1}|http.port: must be written as an object within an object",
        "{'auth': {'jwt.secret': ''}}|auth.jwt.secret: must be written as an object within an object",
        "{'auth': {'jwt': 1}}|auth.jwt: must be an object, is a number",
        "{'auth': {'jwt': {'leewaySeconds': -1}}}|auth.jwt.leewaySeconds: must be between 0 and 3600, is -1",
        "{'auth': {'jwt': {'secret': 'too short'}}}|auth.jwt.secret: must have at least 32 bytes, as many as"
            + " the hash of HS256",
        "{'jwt': {}}|jwt: unknown key; conf/chat.json has all that are known",
      },
      delimiter = '|')
  void namesTheKeyInAFile(String json, String problem) throws IOException {
    overlay(json);

    assertThat(problemsWithOverlay(Map.of())).containsExactly(problem + " (my.json)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "CHAT_HTTP_PORT|''|http.port: must be a whole number, is \"\" (CHAT_HTTP_PORT)",
        "CHAT_HTTP_PORT|65536|http.port: must be between 0 and 65535, is 65536 (CHAT_HTTP_PORT)",
        "CHAT_CLUSTER_ENABLED|yes|cluster.enabled: must be true or false, is \"yes\""
            + " (CHAT_CLUSTER_ENABLED)",
        "CHAT_HTP_PORT|1|CHAT_HTP_PORT: unknown variable; conf/chat.json has all settings that are known",
        "CHAT_LOG_LEVEL|LOUD|CHAT_LOG_LEVEL: must be one of ERROR, WARN, INFO, DEBUG, TRACE, OFF",
      })
  void namesTheVariable(String variable, String value, String problem) {
    assertThat(problems(Map.of(variable, value))).containsExactly(problem);
  }

  @Test
  void leavesOtherVariablesAlone() {
    Map<String, String> others =
        Map.of("CHAT_TEST_MONGODB_URI", "x", "CHAT_LOG_LEVEL", "debug", "CHATTY", "y", "PATH", "");

    assertThat(load(others)).isEqualTo(load(Map.of()));
  }

  /**
   * A Service named chat sets the first of them, one named chat-http or chat-cluster the others.
   */
  @ParameterizedTest
  @CsvSource({
    "CHAT_SERVICE_HOST, 10.0.0.1",
    "CHAT_SERVICE_PORT, 80",
    "CHAT_SERVICE_PORT_WEB_ALT, 80",
    "CHAT_PORT, tcp://10.0.0.1:80",
    "CHAT_PORT, udp://[fd00::1]:80",
    "CHAT_PORT_80_TCP, tcp://10.0.0.1:80",
    "CHAT_PORT_80_TCP_PROTO, tcp",
    "CHAT_PORT_80_UDP_PORT, 80",
    "CHAT_PORT_80_SCTP_ADDR, 10.0.0.1",
    "CHAT_HTTP_SERVICE_HOST, 10.0.0.1",
    "CHAT__HTTP_SERVICE_HOST, 10.0.0.1",
    "CHAT_HTTP_PORT, tcp://10.0.0.1:80",
    "CHAT_CLUSTER_PORT, tcp://10.0.0.1:80",
    "CHAT_STORE_URI_PORT, tcp://10.0.0.1:80",
  })
  void ignoresWhatKubernetesSetsForAServiceOfThisName(String variable, String value) {
    Map<String, String> environment = Map.of(variable, value);
    assertThat(load(environment)).isEqualTo(load(Map.of()));
    assertThat(ConfigLoader.ignored(environment)).containsExactly(variable);
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT_PORT, 8080",
    "CHAT_HTPP_PORT, 8080",
    "CHAT_PORT, http://10.0.0.1:80",
    "CHAT_PORT, tcp://10.0.0.1",
    "CHAT_HTTP_PORT, http://10.0.0.1:80",
    "CHAT_HTTP_HOST, tcp://10.0.0.1:80",
    "CHAT_HOST, 10.0.0.1",
    "CHAT_PORT_80, tcp://10.0.0.1:80",
    "CHAT_PORT_WEB_TCP, tcp://10.0.0.1:80",
    "CHAT_SERVICE_HOSTS, 10.0.0.1",
    "CHAT_service_host, 10.0.0.1",
  })
  void refusesWhatOnlyLooksLikeIt(String variable, String value) {
    assertThat(problems(Map.of(variable, value))).hasSize(1);
    assertThat(ConfigLoader.ignored(Map.of(variable, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'http': {'port': }}|my.json: line 1, column 19: Unexpected character ('}'",
        "{'http': {}, 'http': {}}|my.json: line 1, column 20: Duplicate field 'http'",
        "{'http': {|my.json: line 2, column 1: Unexpected end-of-input",
        "[]|my.json: line 1, column 2: must be a JSON object",
        "{} {}|my.json: line 1, column 5: must end after the JSON object",
      })
  void saysWhereAFileIsBroken(String json, String problem) throws IOException {
    overlay(json);

    assertThat(problemsWithOverlay(Map.of("CHAT_HTTP_PORT", "x")))
        .hasSize(2)
        .first()
        .asString()
        .startsWith(problem);
  }

  @Test
  void wantsTheFileOfTheCommandLineToExist() {
    assertThat(problemsWithOverlay(Map.of())).containsExactly("my.json: there is no such file");
  }

  @Test
  void saysThatAFileCannotBeRead() throws IOException {
    Files.createDirectories(directory.resolve("conf/chat.json"));

    assertThat(problems(Map.of()))
        .singleElement()
        .asString()
        .startsWith("conf/chat.json: cannot be read: ");
  }

  @Test
  void refusesOpenModeOnAnAddressThatOthersReach() {
    assertThat(problems(Map.of("CHAT_HTTP_HOST", "0.0.0.0")))
        .singleElement()
        .asString()
        .startsWith("http.host: must be a loopback address")
        .contains("is \"0.0.0.0\"", "CHAT_AUTH_ALLOW_OPEN_REMOTE")
        .endsWith("(CHAT_HTTP_HOST)");
  }

  @Test
  void refusesAnAddressThatOthersReachByNamesThatNobodyTold() {
    Map<String, String> remote =
        Map.of("CHAT_HTTP_HOST", "0.0.0.0", "CHAT_AUTH_ALLOW_OPEN_REMOTE", "true");
    assertThat(problems(remote))
        .singleElement()
        .asString()
        .startsWith("http.hosts: must hold the names by which clients ask for us")
        .contains("CHAT_HTTP_HOSTS");

    Map<String, String> named = new HashMap<>(remote);
    named.put("CHAT_HTTP_HOSTS", "chat.example.com");
    assertThat(load(named).http().isLoopback()).isFalse();
    assertThat(load(named).http().servedHosts()).containsExactly("chat.example.com");
  }

  @Test
  void refusesAClusterOnTheEmbeddedStore() {
    assertThat(problems(Map.of("CHAT_CLUSTER_ENABLED", "true")))
        .singleElement()
        .asString()
        .startsWith("cluster.enabled: needs a store that all nodes share")
        .contains("store.uri", "CHAT_STORE_URI", "MongoDB");
  }

  @Test
  void takesAClusterOnMongoDb() {
    Map<String, String> cluster =
        Map.of("CHAT_CLUSTER_ENABLED", "true", "CHAT_STORE_URI", "mongodb://u:p@db/chat");

    assertThat(load(cluster).store().isMongo()).isTrue();
  }

  @Test
  void isSilentAboutWhatFollowsFromAnotherProblem() {
    assertThat(problems(Map.of("CHAT_CLUSTER_ENABLED", "true", "CHAT_STORE_URI", "mongodb://u:p@")))
        .singleElement()
        .asString()
        .startsWith("store.uri: must be a MongoDB connection string");
  }

  @Test
  void aWrongSettingHidesNoRuleOverOthers() {
    assertThat(
            problems(
                Map.of(
                    "CHAT_HTTP_PORT", "x",
                    "CHAT_HTTP_HOST", "0.0.0.0",
                    "CHAT_HTTP_ORIGINS", "nowhere",
                    "CHAT_EDGE_FRAME_BURST", "1",
                    "CHAT_EDGE_READER_BUDGET_BYTES", "131072",
                    "CHAT_HUB_PAGE_BYTES", "131073")))
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactly(
            "http.port", "http.origins", "edge.frameBurst", "http.host", "hub.pageBytes");
  }

  @Test
  void keepsAProblemOnOneLine() throws IOException {
    overlay("{'http': {'a\\nb': 1, 'host': 'x\\ny'}}");

    assertThat(problemsWithOverlay(Map.of())).hasSize(2).noneMatch(line -> line.contains("\n"));
  }

  private void local(String json) throws IOException {
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(directory.resolve("conf/chat.json"), json.replace('\'', '"'));
  }

  private void overlay(String json) throws IOException {
    Files.writeString(directory.resolve(OVERLAY), json.replace('\'', '"') + "\n");
  }

  private ChatConfig load(Map<String, String> environment) {
    return ConfigLoader.load(directory, Optional.empty(), environment);
  }

  private ChatConfig loadWithOverlay(Map<String, String> environment) {
    return ConfigLoader.load(directory, Optional.of(OVERLAY), environment);
  }

  private List<String> problems(Map<String, String> environment) {
    return catchThrowableOfType(ConfigException.class, () -> load(environment)).problems();
  }

  private List<String> problemsWithOverlay(Map<String, String> environment) {
    return catchThrowableOfType(ConfigException.class, () -> loadWithOverlay(environment))
        .problems();
  }
}
