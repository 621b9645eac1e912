package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BalancerProcess;
import com.plantapop.chat.support.PemFiles;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.ServerProcess;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS by the packaged jar, and by the balancer that we ship in front of it. */
class HttpsIT {
  @TempDir private Path directory;

  @Test
  void jarServesWithTheCertificateOfItsSettings() throws Exception {
    PemFiles files = PemFiles.in(directory);
    try (ServerProcess refused = ServerProcess.start(directory, files.settings(), List.of())) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.stdout()).isEmpty();
      assertThat(refused.stderr())
          .contains("http.tls.certificate: there is no file " + files.certificate())
          .doesNotContain("\tat ");
    }
    X509Bundle certificate = PemFiles.create();
    files.write(certificate);
    try (ServerProcess server = ServerProcess.ready(directory, files.settings());
        RawClient client = new RawClient(server.port())) {
      assertThat(server.stdout()).matches("ready https://127\\.0\\.0\\.1:\\d+\n");
      assertThat(client.startTls("TLSv1.3")).isEqualTo(certificate.getCertificate());
    }
  }

  /** The page's origin is https then, and the node, which is spoken to by http, knows. */
  @Test
  void pagesOfTheBalancersOriginTalkToTheNode() throws Exception {
    X509Bundle certificate = PemFiles.create();
    Path pem = directory.resolve("balancer.pem");
    Files.writeString(pem, certificate.getCertificatePEM() + certificate.getPrivateKeyPEM());
    Map<String, String> settings = Map.of("CHAT_HTTP_TRUSTED_PROXIES", "127.0.0.1");
    try (ServerProcess server = ServerProcess.ready(directory, settings);
        BalancerProcess balancer =
            BalancerProcess.endingTls(directory, pem, "127.0.0.1:" + server.port())) {
      Await.until(
          "the node behind it", () -> handshake(balancer, "Origin: https://localhost\r\n") == 101);
      assertThat(handshake(balancer, "Origin: http://localhost\r\n")).isEqualTo(403);
      assertThat(handshake(balancer, "Origin: https://evil.example\r\n")).isEqualTo(403);
      String pretended = "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: http\r\n";
      assertThat(handshake(balancer, pretended + "Origin: http://evil.example\r\n")).isEqualTo(403);
      assertThat(handshake(balancer, pretended + "Origin: https://localhost\r\n")).isEqualTo(101);
    }
  }

  private static int handshake(BalancerProcess balancer, String headers) throws IOException {
    try (RawClient client = new RawClient(balancer.port())) {
      client.startTls("TLSv1.3");
      return client.handshake("/eventbus/websocket", headers);
    }
  }
}
