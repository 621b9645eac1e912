package com.plantapop.chat.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.Map;

/**
 * Bounds what a compressed message may grow to. Vert.x lets Netty inflate without a bound, before
 * any limit on the size of messages is looked at: a few kilobytes would fill the memory.
 */
final class BoundedInflate {
  private static final String PERMESSAGE_DEFLATE = "permessage-deflate";
  private static final int LEVEL = 6;
  private static final int WINDOW = PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE;

  private BoundedInflate() {}

  /**
   * Replaces the decoder that was negotiated, if one was; to be called on the event loop before the
   * first frame is read.
   *
   * @param maxBytes bound of an inflated frame
   */
  static void install(ChannelPipeline pipeline, int maxBytes) {
    ChannelHandlerContext unbounded = pipeline.context(WebSocketExtensionDecoder.class);
    if (unbounded != null) {
      pipeline.replace(unbounded.name(), unbounded.name(), decoder(maxBytes));
    }
  }

  /** With context takeover, which is what Vert.x agrees on by default. */
  private static WebSocketExtensionDecoder decoder(int maxBytes) {
    return new PerMessageDeflateServerExtensionHandshaker(
            LEVEL, false, WINDOW, false, false, maxBytes)
        .handshakeExtension(new WebSocketExtensionData(PERMESSAGE_DEFLATE, Map.of()))
        .newExtensionDecoder();
  }
}
