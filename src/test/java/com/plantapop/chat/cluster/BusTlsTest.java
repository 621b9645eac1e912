package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.config.ClusterConfig;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has no certificate of our authority neither hears the bus nor is heard on it. */
class BusTlsTest {
  @TempDir private static Path directory;
  private static X509Bundle authority;
  private final Nodes nodes = new Nodes();

  @BeforeAll
  static void createCertificates() throws Exception {
    authority = authority("ours");
    X509Bundle foreign = authority("theirs");
    store("a", issued(authority, Instant.now().plus(Duration.ofDays(1))));
    store("b", issued(authority, Instant.now().plus(Duration.ofDays(1))));
    store("old", issued(authority, Instant.now().minus(Duration.ofHours(1))));
    store("foreign", issued(foreign, Instant.now().plus(Duration.ofDays(1))));
    Files.writeString(path("ca"), authority.getCertificatePEM());
    Files.writeString(path("foreign-ca"), foreign.getCertificatePEM());
    Files.writeString(path("both-ca"), authority.getCertificatePEM() + foreign.getCertificatePEM());
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void nodesOfOneAuthorityTalk() throws Exception {
    int port = Nodes.freePort();
    ClusterNode a = nodes.start(config(port, "a", "a", "ca"));
    ClusterNode b = nodes.start(config(Nodes.freePort(), "b", "b", "ca", Nodes.members(port)));

    Nodes.awaitMembers(2, a, b);
    Bus.of(a).awaitHearing(b);
    Bus.of(b).awaitHearing(a);
  }

  /**
   * They reach Hazelcast, which is not encrypted, one of them even trusts us, and still nothing
   * gets through on the bus, in neither direction.
   */
  @Test
  void strangersNeitherHearNorAreHeard() throws Exception {
    int port = Nodes.freePort();
    String[] members = Nodes.members(port);
    ClusterNode a = nodes.start(config(port, "a", "a", "ca"));
    ClusterNode b = nodes.start(config(Nodes.freePort(), "b", "b", "ca", members));
    ClusterNode plain = nodes.start(Nodes.config("tls", Nodes.freePort(), members));
    ClusterNode foreign =
        nodes.start(config(Nodes.freePort(), "foreign", "foreign", "both-ca", members));

    Nodes.awaitMembers(4, a, b, plain, foreign);
    assertApart(a, b, plain);
    assertApart(a, b, foreign);
  }

  private static void assertApart(ClusterNode a, ClusterNode b, ClusterNode stranger)
      throws Exception {
    Bus ours = Bus.of(a);
    Bus theirs = Bus.of(stranger);
    ours.awaitRefusal(stranger);
    theirs.awaitRefusal(a);
    ours.awaitHearing(b);
    assertThat(ours.heard()).noneMatch(Bus::isForbidden);
    assertThat(theirs.heard()).isEmpty();
  }

  @Test
  void demandsACertificateAndTrustsNobodyElse() throws Exception {
    EventBusOptions options =
        BusSettings.of(config(1, "a", "a", "ca"), InetAddress.getLoopbackAddress());

    assertThat(options.isSsl()).isTrue();
    assertThat(options.isTrustAll()).isFalse();
    assertThat(options.getClientAuth()).isEqualTo(ClientAuth.REQUIRED);
    assertThat(options.getEnabledSecureTransportProtocols()).containsExactly("TLSv1.3");
  }

  @Test
  void filesThatOtherNodesWouldRefuseDoNotStart() throws Exception {
    String unusable =
        "cluster.busTlsCertificate: with cluster.busTlsKey and cluster.busTlsCa it cannot be used: ";

    assertThat(failure("foreign", "foreign", "ca")).startsWith(unusable);
    assertThat(failure("a", "a", "foreign-ca")).startsWith(unusable);
    assertThat(failure("a", "b", "ca")).startsWith(unusable);
    assertThat(failure("old", "old", "ca")).startsWith(unusable);
    assertThat(failure("ca", "a", "ca")).startsWith(unusable);
    Files.writeString(path("text"), "none of these");
    Files.writeString(directory.resolve("text.key"), "none of these");
    assertThat(failure("text", "a", "ca")).startsWith(unusable);
    assertThat(failure("a", "text", "ca")).startsWith(unusable);
    assertThat(failure("a", "a", "text")).startsWith(unusable);
  }

  @Test
  void filesThatAreMissingDoNotStart() {
    assertThat(failure("gone", "a", "ca"))
        .isEqualTo("cluster.busTlsCertificate: there is no file " + path("gone"));
    assertThat(failure("a", "gone", "ca"))
        .isEqualTo("cluster.busTlsKey: there is no file " + directory.resolve("gone.key"));
    assertThat(failure("a", "a", "gone"))
        .isEqualTo("cluster.busTlsCa: there is no file " + path("gone"));
  }

  private static String failure(String certificate, String key, String ca) {
    Throwable cause = Nodes.failure(config(5701, certificate, key, ca));
    assertThat(cause).isInstanceOf(ClusterStartException.class);
    return cause.getMessage();
  }

  private static ClusterConfig config(
      int port, String certificate, String key, String ca, String... members) {
    return new ClusterConfig(
        true,
        "tls",
        "127.0.0.1",
        port,
        List.of(members),
        "",
        5_000,
        200,
        0,
        path(certificate).toString(),
        directory.resolve(key + ".key").toString(),
        path(ca).toString());
  }

  private static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static X509Bundle issued(X509Bundle authority, Instant end) throws Exception {
    return new CertificateBuilder()
        .subject("CN=node")
        .notBefore(Instant.now().minus(Duration.ofDays(1)))
        .notAfter(end)
        .addExtendedKeyUsageServerAuth()
        .addExtendedKeyUsageClientAuth()
        .buildIssuedBy(authority);
  }

  private static void store(String name, X509Bundle bundle) throws Exception {
    Files.writeString(path(name), bundle.getCertificatePEM());
    Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM());
  }

  private static Path path(String name) {
    return directory.resolve(name + ".pem");
  }
}
