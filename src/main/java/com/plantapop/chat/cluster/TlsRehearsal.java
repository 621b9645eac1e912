package com.plantapop.chat.cluster;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * Has a node shake hands with itself, in memory, as it will with others. That finds what a look at
 * each file does not: a key of another certificate, a certificate of another authority, one that is
 * out of date or not meant for both ends.
 */
final class TlsRehearsal {
  private static final int MAX_ROUNDS = 100;

  private final ByteBuffer toServer;
  private final ByteBuffer toClient;
  private final SSLEngine server;
  private final SSLEngine client;

  private TlsRehearsal(SSLEngine server, SSLEngine client) {
    this.server = server;
    this.client = client;
    SSLSession session = client.getSession();
    toServer = ByteBuffer.allocate(2 * session.getPacketBufferSize());
    toClient = ByteBuffer.allocate(2 * session.getPacketBufferSize());
  }

  /**
   * All in PEM. Throws SSLException when nodes of these files would refuse each other, and
   * IllegalArgumentException when a file does not hold what it should.
   */
  static void run(byte[] certificate, byte[] key, byte[] ca, String protocol) throws SSLException {
    SSLEngine server =
        engine(
            SslContextBuilder.forServer(in(certificate), in(key)).clientAuth(ClientAuth.REQUIRE),
            ca,
            protocol);
    SSLEngine client =
        engine(
            SslContextBuilder.forClient()
                .keyManager(in(certificate), in(key))
                .endpointIdentificationAlgorithm(null),
            ca,
            protocol);
    new TlsRehearsal(server, client).shakeHands();
  }

  private static SSLEngine engine(SslContextBuilder builder, byte[] ca, String protocol)
      throws SSLException {
    return builder
        .trustManager(in(ca))
        .sslProvider(SslProvider.JDK)
        .protocols(protocol)
        .build()
        .newEngine(UnpooledByteBufAllocator.DEFAULT);
  }

  private static InputStream in(byte[] file) {
    return new ByteArrayInputStream(file);
  }

  /** Both ends are done when the server has checked the client, which comes last in TLS 1.3. */
  private void shakeHands() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
      if (isIdle(client) && isIdle(server) && toServer.position() == 0) {
        return;
      }
    }
    throw new SSLException("the handshake does not end");
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer none = ByteBuffer.allocate(0);
    switch (engine.getHandshakeStatus()) {
      case NEED_WRAP -> engine.wrap(none, out);
      case NEED_TASK -> runTasks(engine);
      default -> unwrap(engine, in);
    }
  }

  private static void unwrap(SSLEngine engine, ByteBuffer in) throws SSLException {
    in.flip();
    engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
    in.compact();
  }

  private static void runTasks(SSLEngine engine) {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  private static boolean isIdle(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }
}
