package com.plantapop.chat.bench;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;

/** One socket of {@link BareNetty}: cuts the frames of our own client at known places. */
final class BareSession extends SimpleChannelInboundHandler<TextWebSocketFrame> {
  private static final String REGISTER = "[\"{\\\"type\\\":\\\"register\\\"";
  private static final String PUBLISH = "[\"{\\\"type\\\":\\\"publish\\\"";
  private static final String ADDRESS = "\\\"address\\\":\\\"";

  private final BareTopics topics;

  BareSession(BareTopics topics) {
    this.topics = topics;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof HandshakeComplete) {
      ChannelFuture unused = context.writeAndFlush(new TextWebSocketFrame("o"));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
    String text = frame.text();
    if (text.startsWith(REGISTER)) {
      topics.of(address(text), context.channel()).subscribe(context.channel());
    } else if (text.startsWith(PUBLISH)) {
      // From the comma after the type to the quote that ends the frame's only string.
      String rest = text.substring(PUBLISH.length(), text.length() - 1);
      topics.of(address(text), context.channel()).publish("\"{\\\"type\\\":\\\"rec\\\"" + rest);
    }
  }

  private static String address(String text) {
    int start = text.indexOf(ADDRESS) + ADDRESS.length();
    return text.substring(start, text.indexOf('\\', start));
  }
}
