package com.plantapop.chat.support;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** Certificates of localhost, and the files that a node reads one from. */
public record PemFiles(Path certificate, Path key) {
  public static PemFiles in(Path directory) {
    return new PemFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
  }

  /** A new one, which nobody has signed but itself. */
  public static X509Bundle create(CertificateBuilder.Algorithm algorithm) throws Exception {
    return new CertificateBuilder()
        .algorithm(algorithm)
        .subject("CN=localhost")
        .addSanDnsName("localhost")
        .setIsCertificateAuthority(true) // or nobody could have signed it
        .buildSelfSigned();
  }

  public static X509Bundle create() throws Exception {
    return create(CertificateBuilder.Algorithm.ecp256);
  }

  /** Each file as a whole, as a careful tool does it; one comes after the other all the same. */
  public void write(X509Bundle bundle) throws Exception {
    writeCertificate(bundle.getCertificatePEM());
    replace(key, bundle.getPrivateKeyPEM());
  }

  public void writeCertificate(String pem) throws Exception {
    replace(certificate, pem);
  }

  private static void replace(Path file, String text) throws Exception {
    Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Of clients that believe whoever answers. */
  public static SSLSocketFactory trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As environment variables. */
  public Map<String, String> settings() {
    return Map.of(
        "CHAT_HTTP_TLS_CERTIFICATE", certificate.toString(), "CHAT_HTTP_TLS_KEY", key.toString());
  }
}
