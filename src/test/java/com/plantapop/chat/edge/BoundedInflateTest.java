package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small compressed frame must not become a large one (G7). */
class BoundedInflateTest {
  private static final int BOUND = 1 << 16;

  private static WebSocketServerExtension unbounded() {
    return new PerMessageDeflateServerExtensionHandshaker(6, false, 15, false, false, 0)
        .handshakeExtension(new WebSocketExtensionData("permessage-deflate", Map.of()));
  }

  private static WebSocketFrame compressed(int size) {
    EmbeddedChannel client = new EmbeddedChannel(unbounded().newExtensionEncoder());
    ByteBuf zeros = Unpooled.wrappedBuffer(new byte[size]);
    assertThat(client.writeOutbound(new TextWebSocketFrame(zeros))).isTrue();
    return client.readOutbound();
  }

  private static EmbeddedChannel server() {
    EmbeddedChannel server = new EmbeddedChannel(unbounded().newExtensionDecoder());
    BoundedInflate.install(server.pipeline(), BOUND);
    return server;
  }

  @Test
  void frameWithinTheBoundIsInflated() {
    EmbeddedChannel server = server();
    server.writeInbound(compressed(BOUND / 2));

    WebSocketFrame inflated = server.readInbound();
    assertThat(inflated.content().readableBytes()).isEqualTo(BOUND / 2);
    inflated.release();
  }

  @Test
  void frameThatWouldExceedTheBoundIsRefused() {
    WebSocketFrame bomb = compressed(64 << 20);
    assertThat(bomb.content().readableBytes()).isLessThan(BOUND * 2);

    assertThatThrownBy(() -> server().writeInbound(bomb))
        .isInstanceOf(DecompressionException.class);
  }
}
