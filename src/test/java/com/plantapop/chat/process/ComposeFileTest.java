package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.plantapop.chat.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docker-compose.yml says in several places, and what no client of it would find. */
class ComposeFileTest {
  private static final String BALANCER = "conf/haproxy.cfg";
  private static final String MEMBER_CHECK = "conf/mongo-member.js";

  /** Leaving the cluster comes after the drain (Safety, hazelcast.graceful.shutdown.max.wait). */
  private static final long LEAVE_MS = 10_000;

  private ComposeFile compose;
  private List<String> nodes;

  @BeforeEach
  void read() throws IOException {
    compose = ComposeFile.read();
    nodes = compose.services("node");
  }

  /** With the plugin where there is one, else with the older program. */
  @Test
  void composeClientAcceptsIt() throws Exception {
    if (complaint("docker", "compose", "version").isEmpty()) {
      assertThat(complaint("docker", "compose", "config", "-q")).isEmpty();
    } else {
      Tools.need("docker-compose", "install Debian's package docker-compose");
      assertThat(complaint("docker-compose", "config", "-q")).isEmpty();
    }
  }

  /** What a command said when it did not succeed. */
  private static String complaint(String... command) throws Exception {
    Path said = Files.createTempFile("compose", ".out");
    // The shell tells of a program that is not there by an exit code.
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec \"$@\"", "sh");
    builder.command().addAll(List.of(command));
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    int exit = process.exitValue();
    String complaint = exit == 0 ? "" : "exit " + exit + ": " + Files.readString(said);
    Files.delete(said);
    return complaint;
  }

  @Test
  void balancerKnowsTheNodes() throws IOException {
    assertThat(nodes).hasSize(3);
    String port = compose.settings(nodes.get(0)).get("CHAT_HTTP_PORT");
    assertThat(ComposeFile.find(BALANCER, "^  server (\\S+ \\S+)$"))
        .isEqualTo(nodes.stream().map(node -> node + " " + node + ":" + port).toList());
  }

  @Test
  void nodesDifferInNothingButTheirNames() {
    List<String> services =
        nodes.stream()
            .map(node -> compose.at("services", node).toString().replace(host(node), "HOST"))
            .map(service -> service.replaceAll("CHAT_CLUSTER_MEMBERS=[^ ]+", ""))
            .toList();
    assertThat(services).containsOnly(services.get(0));
    assertThat(nodes.stream().map(this::host)).doesNotHaveDuplicates();
  }

  @Test
  void nodesKnowEachOtherByTheirNamesInTheInnerNetwork() {
    Map<String, String> settings = compose.settings(nodes.get(0));
    String port = settings.get("CHAT_CLUSTER_PORT");
    assertThat(List.of(settings.get("CHAT_CLUSTER_MEMBERS").split(",")))
        .isEqualTo(nodes.stream().map(node -> host(node) + ":" + port).toList());
    for (String node : nodes) {
      assertThat(compose.texts("services", node, "networks", "cluster", "aliases"))
          .containsExactly(host(node));
    }
  }

  private String host(String node) {
    return compose.settings(node).get("CHAT_CLUSTER_HOST");
  }

  @Test
  void nodesAskTheReplicaSetThatIsFounded() throws IOException {
    ConnectionString uri =
        new ConnectionString(compose.settings(nodes.get(0)).get("CHAT_STORE_URI"));
    String name = uri.getRequiredReplicaSetName();
    List<String> members = compose.services("mongo");
    assertThat(members).hasSize(3);
    assertThat(uri.getHosts()).isEqualTo(members.stream().map(host -> host + ":27017").toList());
    assertThat(uri.getDatabase()).isNotBlank();
    assertThat(Files.readString(Path.of(MEMBER_CHECK)))
        .contains("['" + String.join("', '", members) + "']", "_id: '" + name + "'");
    for (String member : members) {
      assertThat(compose.texts("services", member, "command"))
          .containsSubsequence("--replSet", name);
      assertThat(compose.at("services", member, "hostname")).isEqualTo(member);
      assertThat(compose.texts("services", member, "volumes")).contains(member + ":/data/db");
    }
    assertThat(compose.names("volumes")).isEqualTo(members);
  }

  @Test
  void onlyTheBalancerIsReachedFromOutside() {
    for (String service : compose.services("")) {
      boolean published = compose.names("services", service).contains("ports");
      assertThat(published).as(service).isEqualTo(service.equals("balancer"));
    }
    assertThat(compose.texts("services", "balancer", "ports"))
        .containsExactly("127.0.0.1:8080:8080");
    for (String inner : List.of("web", "cluster", "store")) {
      assertThat(compose.at("networks", inner, "internal")).as(inner).isEqualTo(true);
    }
  }

  @Test
  void everyServiceIsLookedAfter() {
    for (String service : compose.services("")) {
      assertThat(compose.at("services", service, "restart")).isEqualTo("unless-stopped");
      assertThat(compose.texts("services", service, "healthcheck", "test"))
          .as(service)
          .startsWith("CMD");
    }
  }

  @Test
  void nodesMayDrainToTheEnd() {
    for (String node : nodes) {
      long drain = Long.parseLong(compose.settings(node).get("CHAT_DRAIN_TIMEOUT_MS"));
      assertThat(compose.millisAt("services", node, "stop_grace_period"))
          .isGreaterThan(drain + LEAVE_MS);
    }
  }

  @Test
  void balancerIsMorePatientThanTheNodes() throws IOException {
    long idle =
        Long.parseLong(ComposeFile.find("conf/chat.json", "\"idleTimeoutMs\": (\\d+)").get(0));
    assertThat(ComposeFile.find(BALANCER, "^  timeout (?:client|server|tunnel) (\\d+)s$"))
        .hasSize(3)
        .allMatch(timeout -> TimeUnit.SECONDS.toMillis(Long.parseLong(timeout)) > idle);
    long hardStop = Long.parseLong(ComposeFile.find(BALANCER, "hard-stop-after (\\d+)s").get(0));
    assertThat(compose.millisAt("services", "balancer", "stop_grace_period"))
        .isGreaterThan(TimeUnit.SECONDS.toMillis(hardStop));
  }
}
