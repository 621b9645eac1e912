package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.config.AddressRange;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.support.Loopback;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of docker-compose.yml that {@link BalancedClusterIT} cannot take as they are. */
class SingleNodeOfComposeIT {
  /** Taken as they are by {@link BalancedClusterIT}. */
  private static final Set<String> OF_THE_CLUSTER =
      Set.of(
          "CHAT_CLUSTER_ENABLED",
          "CHAT_CLUSTER_HOST",
          "CHAT_CLUSTER_PORT",
          "CHAT_CLUSTER_BUS_PORT",
          "CHAT_CLUSTER_MEMBERS",
          "CHAT_DRAIN_TIMEOUT_MS",
          "CHAT_HTTP_PORT");

  /** Tested here; what the store's says is held to the replica set by {@link ComposeFileTest}. */
  private static final Set<String> OF_A_NODE =
      Set.of(
          "CHAT_HTTP_HOST",
          "CHAT_HTTP_HOSTS",
          "CHAT_HTTP_TRUSTED_PROXIES",
          "CHAT_AUTH_ALLOW_OPEN_REMOTE",
          "CHAT_STORE_URI");

  @TempDir private Path directory;

  @Test
  void everySettingIsTested() throws Exception {
    Set<String> tested = new TreeSet<>(OF_THE_CLUSTER);
    tested.addAll(OF_A_NODE);
    ComposeFile compose = ComposeFile.read();
    for (String node : compose.services("node")) {
      assertThat(compose.settings(node).keySet()).isEqualTo(tested);
    }
  }

  @Test
  void nodeIsReachedFromOtherMachinesOnlyWhenToldSo() throws Exception {
    Map<String, String> settings = open();
    try (ServerProcess server = ServerProcess.ready(directory, settings)) {
      assertThat(server.url()).startsWith("http://0.0.0.0:");
      assertThat(Loopback.isListening(Loopback.network().host(1) + ":" + server.port())).isTrue();
      assertThat(server.stderr()).contains("whoever reaches 0.0.0.0 may do everything");
      assertThat(statusOf(server, "localhost:8080")).isEqualTo(200);
      assertThat(statusOf(server, "127.0.0.1")).isEqualTo(200);
      assertThat(statusOf(server, "evil.example")).isEqualTo(421);
    }
    settings.remove("CHAT_AUTH_ALLOW_OPEN_REMOTE");
    try (ServerProcess refused = ServerProcess.start(directory, settings, List.of())) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.stderr()).contains("http.host", "CHAT_AUTH_ALLOW_OPEN_REMOTE");
    }
  }

  private static int statusOf(ServerProcess server, String host) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
      return RawClient.status(client.write(request).head());
    }
  }

  @Test
  void nodeIsReachedFromOtherMachinesByNamesThatItKnows() throws Exception {
    Map<String, String> settings = open();
    settings.remove("CHAT_HTTP_HOSTS");
    try (ServerProcess refused = ServerProcess.start(directory, settings, List.of())) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.stderr()).contains("http.hosts", "CHAT_HTTP_HOSTS");
    }
  }

  /** Subnets that Docker picks by default lie in it, and this machine's own addresses do not. */
  @Test
  void balancerIsBelievedInTheNetworksOfDocker() throws Exception {
    List<AddressRange> trusted =
        ConfigLoader.load(directory, Optional.empty(), open()).http().trustedRanges();
    for (String address : List.of("172.17.0.2", "172.31.255.254", "192.168.16.3")) {
      assertThat(trusted).as(address).anyMatch(range -> range.contains(address));
    }
    for (String address : List.of("127.0.0.1", "172.32.0.1", "8.8.8.8", "::1")) {
      assertThat(trusted).as(address).noneMatch(range -> range.contains(address));
    }
  }

  private static Map<String, String> open() throws Exception {
    Map<String, String> settings = new TreeMap<>(ComposeFile.read().settings("node1"));
    settings.keySet().retainAll(OF_A_NODE);
    settings.remove("CHAT_STORE_URI");
    return settings;
  }

  /** Nobody answers under those names here, so it tells the operator, without a stack trace. */
  @Test
  void storeThatIsNotThereIsToldInAWord() throws Exception {
    String uri = ComposeFile.read().settings("node1").get("CHAT_STORE_URI");
    try (ServerProcess server =
        ServerProcess.start(directory, Map.of("CHAT_STORE_URI", uri), List.of())) {
      assertThat(server.exitCode()).isNotZero();
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr()).contains("MongoDB at mongo1:27017").doesNotContain("\tat ");
    }
  }
}
