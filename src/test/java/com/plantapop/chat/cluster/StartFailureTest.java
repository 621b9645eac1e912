package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.config.ClusterConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

/** Each mistake has a message with the setting to look at. */
class StartFailureTest {

  @Test
  void aPortThatIsTakenIsNotCountedUp() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertFails(Nodes.config("n", port))
          .startsWith("cluster.port: cannot listen on 127.0.0.1:" + port + ": ")
          .contains("in use");
    }
  }

  @Test
  void aBusPortThatIsTakenIsNotReplaced() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int busPort = taken.getLocalPort();
      int port = Nodes.freePort();

      assertFails(
              new ClusterConfig(
                  true, "n", "127.0.0.1", port, List.of(), "", 5000, 200, busPort, "", "", ""))
          .startsWith("cluster.busPort: cannot listen on 127.0.0.1:" + busPort)
          .contains("in use");
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(free.isBound()).as("nothing is left running").isTrue();
      }
    }
  }

  @Test
  void aHostMustBeOurs() {
    assertFails(at("192.0.2.1"))
        .startsWith("cluster.host: this machine cannot listen on 192.0.2.1: ");
    assertFails(at("no-such-host.invalid"))
        .isEqualTo("cluster.host: no address is known for no-such-host.invalid");
  }

  @Test
  void someMemberMustBeKnown() {
    assertFails(Nodes.config("n", 5701, "a.invalid:1", "b.invalid:2"))
        .isEqualTo("cluster.members: no address is known for any of [a.invalid:1, b.invalid:2]");
  }

  private static ClusterConfig at(String host) {
    return new ClusterConfig(true, "n", host, 5701, List.of(), "", 5000, 200, 0, "", "", "");
  }

  private static AbstractStringAssert<?> assertFails(ClusterConfig config) {
    Throwable cause = Nodes.failure(config);
    assertThat(cause).isInstanceOf(ClusterStartException.class);
    return assertThat(cause.getMessage());
  }
}
