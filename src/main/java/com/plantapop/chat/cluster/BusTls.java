package com.plantapop.chat.cluster;

import com.plantapop.chat.config.ClusterConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  /**
   * Has a node shake hands with itself, in memory, as it will with others. That finds what a look
   * at each file does not: a key of another certificate, a certificate of another authority, one
   * that is out of date or not meant for both ends.
   */
  private static void rehearse(byte[] certificate, byte[] key, byte[] ca) {
    try {
      EmbeddedChannel server =
          end(
              SslContextBuilder.forServer(in(certificate), in(key))
                  .clientAuth(io.netty.handler.ssl.ClientAuth.REQUIRE),
              ca);
      EmbeddedChannel client =
          end(
              SslContextBuilder.forClient()
                  .keyManager(in(certificate), in(key))
                  .endpointIdentificationAlgorithm(null),
              ca);
      boolean goesOn = true;
      while (goesOn) {
        goesOn = carry(client, server) || carry(server, client);
      }
      // In TLS 1.3 the server comes last, with a look at the client.
      if (!server.pipeline().get(SslHandler.class).handshakeFuture().isSuccess()) {
        throw new SSLException("the handshake does not end");
      }
    } catch (SSLException | DecoderException | IllegalArgumentException e) {
      throw new ClusterStartException(
          CERTIFICATE,
          "with cluster.busTlsKey and cluster.busTlsCa it cannot be used: " + e.getMessage(),
          e);
    }
  }

  private static EmbeddedChannel end(SslContextBuilder builder, byte[] ca) throws SSLException {
    SslContext context =
        builder.trustManager(in(ca)).sslProvider(SslProvider.JDK).protocols(PROTOCOL).build();
    return new EmbeddedChannel(context.newHandler(UnpooledByteBufAllocator.DEFAULT));
  }

  private static InputStream in(byte[] file) {
    return new ByteArrayInputStream(file);
  }

  /** Whether there was something to carry. Throws what the receiver objects to. */
  private static boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
    ByteBuf bytes = from.readOutbound();
    if (bytes != null) {
      to.writeInbound(bytes);
    }
    return bytes != null;
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
