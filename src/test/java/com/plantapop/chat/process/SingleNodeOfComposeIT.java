package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Loopback;
import com.plantapop.chat.support.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
      Set.of("CHAT_HTTP_HOST", "CHAT_AUTH_ALLOW_OPEN_REMOTE", "CHAT_STORE_URI");

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
    }
    settings.remove("CHAT_AUTH_ALLOW_OPEN_REMOTE");
    try (ServerProcess refused = ServerProcess.start(directory, settings, List.of())) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.stderr()).contains("http.host", "CHAT_AUTH_ALLOW_OPEN_REMOTE");
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
