package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.plantapop.chat.config.HttpConfig.TlsConfig;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.PemFiles;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestNode;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS, and its certificate that changes while people talk. */
class TlsFilesTest {
  private static final String MODERN = "TLSv1.3";

  @TempDir private Path data;
  private final X509Bundle first = PemFiles.create();
  private final X509Bundle second = PemFiles.create();
  private PemFiles files;
  private TestNode node;

  TlsFilesTest() throws Exception {}

  @BeforeEach
  void start() throws Exception {
    files = PemFiles.in(data);
    files.write(first);
    node = TestNode.start(data, files.settings(), UnaryOperator.identity());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private X509Certificate shown() throws IOException {
    try (RawClient client = new RawClient(node.port())) {
      return client.startTls(MODERN);
    }
  }

  /** More connections than the node has loops: all of them have heard of it. */
  private void awaitShown(X509Bundle bundle) throws Exception {
    for (int i = 0; i < 4; i++) {
      Await.until("the new certificate", () -> shown().equals(bundle.getCertificate()));
    }
  }

  private static void converse(RawClient socket, String text) throws Exception {
    String address = Frames.newAddress();
    socket.frame(RawClient.TEXT, Frames.send(address, Frames.message(text), "reply"));
    socket.expect(RawClient.TEXT, "\"seq\":1");
  }

  private RawClient open(String target) throws IOException {
    RawClient client = new RawClient(node.port());
    client.startTls(MODERN);
    String origin = "Origin: https://localhost\r\n";
    assertThat(client.handshake(target, origin)).isEqualTo(101);
    return client;
  }

  @Test
  void socketStaysOpenWhileTheCertificateChanges() throws Exception {
    try (RawClient socket = open("/eventbus/websocket");
        ServerLog log = ServerLog.open()) {
      converse(socket, "before");
      files.write(second);
      awaitShown(second);
      converse(socket, "after");
      try (RawClient late = open("/eventbus/websocket")) {
        converse(late, "late");
      }
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void brokenPairIsToldOnceAndTheOldOneStays() throws Exception {
    String certificate = second.getCertificatePEM();
    try (RawClient socket = open("/eventbus/websocket");
        ServerLog log = ServerLog.open()) {
      // As it is written, byte by byte: a half, then a whole with the other's key.
      Files.writeString(files.certificate(), certificate.substring(0, certificate.length() / 2));
      log.await("the certificate stays the one before: http.tls.certificate");
      assertThat(shown()).isEqualTo(first.getCertificate());
      files.writeCertificate(certificate);
      log.await("the key is that of another certificate");
      assertThat(shown()).isEqualTo(first.getCertificate());
      Files.delete(files.key());
      log.await("http.tls.key: there is no file " + files.key());
      assertThat(shown()).isEqualTo(first.getCertificate());
      // Looked at again and again meanwhile.
      files.write(second);
      awaitShown(second);
      converse(socket, "still here");
      assertThat(log.warnings()).hasSize(3);
      assertThat(log.everything().toString()).doesNotContain("PRIVATE KEY");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void pageIsServedOverTls(String protocol) throws Exception {
    for (String path : new String[] {"/", "/lib/sockjs.min.js", "/health/ready"}) {
      try (RawClient client = new RawClient(node.port())) {
        client.startTls(protocol);
        assertThat(client.request("GET", path, "").answer()).startsWith("http/1.1 200");
      }
    }
  }

  @Test
  void bridgeIsServedOverTlsToPagesOfItsOrigin() throws Exception {
    try (RawClient poll = new RawClient(node.port());
        RawClient socket = open("/eventbus/0/s/websocket")) {
      socket.expect(RawClient.TEXT, "o");
      poll.startTls(MODERN);
      String post = "Content-Length: 0\r\nOrigin: https://localhost\r\n";
      assertThat(poll.request("POST", "/eventbus/0/tls/xhr", post).answer()).contains("o\n");
      String insecure = post.replace("https", "http");
      assertThat(poll.request("POST", "/eventbus/0/tls/xhr", insecure).answer())
          .startsWith("http/1.1 403");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"})
  void whatIsOutOfDateIsNotSpoken(String suite) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) PemFiles.trusting().createSocket("127.0.0.1", node.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});
      assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(socket::startHandshake);
    }
  }

  @Test
  void whoSpeaksNoTlsIsNotServed() throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      assertThat(RawClient.status(client.request("GET", "/", "").head())).isNegative();
    }
    assertThat(shown()).isEqualTo(first.getCertificate());
  }

  @ParameterizedTest
  @EnumSource(names = {"rsa2048", "ecp384"})
  void keysOfBothTypesAreTaken(Algorithm algorithm) throws Exception {
    PemFiles other = PemFiles.in(Files.createDirectory(data.resolve("other")));
    other.write(PemFiles.create(algorithm));
    assertThat(open(other).getKeyCertOptions()).isNotNull();
    other.writeCertificate(PemFiles.create(algorithm).getCertificatePEM());
    assertThatExceptionOfType(TlsFilesException.class)
        .isThrownBy(() -> open(other))
        .withMessage(
            "http.tls.certificate: with http.tls.key it cannot be used: the key is that of another"
                + " certificate");
  }

  @Test
  void filesThatAreMissingDoNotStart() {
    PemFiles none = PemFiles.in(data.resolve("nowhere"));
    assertThatExceptionOfType(TlsFilesException.class)
        .isThrownBy(() -> open(none))
        .withMessage(
            "http.tls.certificate: there is no file %s\nhttp.tls.key: there is no file %s"
                .formatted(none.certificate(), none.key()));
  }

  /** The files are followed until the end of this Vert.x only. */
  private static ServerSSLOptions open(PemFiles files) {
    Vertx vertx = Vertx.vertx();
    try {
      TlsConfig config = new TlsConfig(files.certificate().toString(), files.key().toString());
      return TlsFiles.open(vertx, config).await().orElseThrow().options();
    } finally {
      vertx.close().await();
    }
  }
}
