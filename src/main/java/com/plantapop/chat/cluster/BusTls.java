package com.plantapop.chat.cluster;

import com.plantapop.chat.config.ClusterConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * Mutual TLS between nodes: whoever connects proves with a certificate of the one authority that it
 * is a node, and so does who answers. Names are not compared (Vert.x does not let us), so the
 * authority must sign nothing but nodes.
 */
final class BusTls {
  private static final String CERTIFICATE = "cluster.busTlsCertificate";
  private static final String KEY = "cluster.busTlsKey";
  private static final String CA = "cluster.busTlsCa";

  /** Both ends are ours, so there is no older client to be kind to. */
  private static final String PROTOCOL = "TLSv1.3";

  private BusTls() {}

  /**
   * Changes and returns {@code options}. Files are read now, and not again. Throws {@link
   * ClusterStartException} when other nodes would refuse them: that would only show as a bus that
   * is silent, on a node that looks well.
   */
  static EventBusOptions encrypt(EventBusOptions options, ClusterConfig config) {
    byte[] certificate = read(CERTIFICATE, config.busTlsCertificate());
    byte[] key = read(KEY, config.busTlsKey());
    byte[] ca = read(CA, config.busTlsCa());
    rehearse(certificate, key, ca);
    return options
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(certificate))
                .addKeyValue(Buffer.buffer(key)))
        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(ca)))
        .setEnabledSecureTransportProtocols(Set.of(PROTOCOL))
        .setClientAuth(ClientAuth.REQUIRED);
  }

  private static void rehearse(byte[] certificate, byte[] key, byte[] ca) {
    try {
      TlsRehearsal.run(certificate, key, ca, PROTOCOL);
    } catch (SSLException | IllegalArgumentException e) {
      throw new ClusterStartException(
          CERTIFICATE,
          "with cluster.busTlsKey and cluster.busTlsCa it cannot be used: " + e.getMessage(),
          e);
    }
  }

  private static byte[] read(String key, String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new ClusterStartException(key, "there is no file " + file, e);
    } catch (IOException e) {
      throw new ClusterStartException(key, file + " cannot be read: " + e, e);
    }
  }
}
