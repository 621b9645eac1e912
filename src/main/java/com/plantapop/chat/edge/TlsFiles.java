package com.plantapop.chat.edge;

import com.plantapop.chat.config.HttpConfig.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that HTTP servers show, and its key. The files are looked at every few seconds;
 * whoever connects later is shown what is in them then, and open connections go on with what they
 * have. Contents are compared, not dates: they are small, and a restored date hides nothing.
 */
public final class TlsFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
  private static final long LOOK_MS = 2_000;

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /** Mozilla's "intermediate": what is authenticated, and stays secret when the key is stolen. */
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /**
   * What the files held at one moment.
   *
   * @param trouble why they could not be read, else empty
   */
  private record Pair(Buffer certificate, Buffer key, String trouble) {}

  private final Vertx vertx;
  private final TlsConfig config;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private volatile ServerSSLOptions options;
  private Pair seen;
  private Pair judged;

  private TlsFiles(Vertx vertx, TlsConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /**
   * Reads them, if there are any; fails with {@link TlsFilesException} when clients could not be
   * served with them.
   */
  public static Future<Optional<TlsFiles>> open(Vertx vertx, TlsConfig config) {
    if (!config.isOn()) {
      return Future.succeededFuture(Optional.empty());
    }
    TlsFiles files = new TlsFiles(vertx, config);
    return files.read().map(files::begin).map(Optional::of);
  }

  private TlsFiles begin(Pair first) {
    options = usable(first);
    seen = first;
    judged = first;
    vertx.setPeriodic(LOOK_MS, look -> read().onSuccess(this::saw).onFailure(Faults::log));
    return this;
  }

  /** With which a server begins; it must be told of by {@link #follow} as soon as it listens. */
  ServerSSLOptions options() {
    return options;
  }

  /** From now on the server shows what the files hold. */
  void follow(HttpServer server) {
    servers.add(server);
    update(server); // they may have changed meanwhile
  }

  private void update(HttpServer server) {
    server.updateSSLOptions(options).onFailure(Faults::log);
  }

  /** A pair that is the same at two looks is one that nobody is writing. */
  private void saw(Pair now) {
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(judged)) {
      judged = now;
      take(now);
    }
  }

  private void take(Pair changed) {
    try {
      options = usable(changed);
      servers.forEach(this::update);
      LOG.info("http.tls: new connections are shown the certificate that is in the files now");
    } catch (TlsFilesException unusable) {
      LOG.warn("http.tls: the certificate stays the one before: {}", unusable.getMessage());
    }
  }

  private Future<Pair> read() {
    Future<Buffer> certificate = vertx.fileSystem().readFile(config.certificate());
    Future<Buffer> key = vertx.fileSystem().readFile(config.key());
    return Future.join(certificate, key)
        .transform(done -> Future.succeededFuture(pair(certificate, key)));
  }

  private Pair pair(Future<Buffer> certificate, Future<Buffer> key) {
    String trouble =
        trouble("http.tls.certificate", config.certificate(), certificate)
            + trouble("http.tls.key", config.key(), key);
    return new Pair(certificate.result(), key.result(), trouble);
  }

  private static String trouble(String setting, String file, Future<Buffer> read) {
    if (read.succeeded()) {
      return "";
    }
    boolean isGone = read.cause().getCause() instanceof NoSuchFileException;
    String what = isGone ? "there is no file " + file : file + " cannot be read: " + read.cause();
    return setting + ": " + what + "\n";
  }

  private ServerSSLOptions usable(Pair pair) {
    if (!pair.trouble.isEmpty()) {
      throw new TlsFilesException(pair.trouble.strip());
    }
    PemKeyCertOptions pem =
        new PemKeyCertOptions().addCertValue(pair.certificate).addKeyValue(pair.key);
    requireFit(pair, pem);
    ServerSSLOptions usable =
        new ServerSSLOptions().setKeyCertOptions(pem).setEnabledSecureTransportProtocols(PROTOCOLS);
    CIPHER_SUITES.forEach(usable::addEnabledCipherSuite);
    return usable;
  }

  /** The key of another certificate would only be noticed by clients, all of them. */
  private void requireFit(Pair pair, PemKeyCertOptions pem) {
    boolean fits;
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(pair.certificate.getBytes()));
      fits =
          isKeyOf(
              certificate, (X509KeyManager) pem.getKeyManagerFactory(vertx).getKeyManagers()[0]);
    } catch (Exception broken) { // whatever a file may provoke, as Vert.x declares it
      throw unusable(String.valueOf(broken.getMessage()));
    }
    if (!fits) {
      throw unusable("the key is that of another certificate");
    }
  }

  private static TlsFilesException unusable(String why) {
    return new TlsFilesException(
        "http.tls.certificate: with http.tls.key it cannot be used: " + why);
  }

  private static boolean isKeyOf(X509Certificate certificate, X509KeyManager pair)
      throws GeneralSecurityException {
    String type = certificate.getPublicKey().getAlgorithm();
    String[] names = pair.getServerAliases(type, null);
    if (names == null) {
      return false;
    }
    PrivateKey key = pair.getPrivateKey(names[0]);
    Signature signature =
        Signature.getInstance(type.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    return signature.verify(signed);
  }
}
