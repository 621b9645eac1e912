package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the sockets of a {@link FanOut} say to a server.
 *
 * @param subscribe what a reader sends
 * @param publish what the publisher sends
 * @param hasError whether a frame of the server refuses something
 */
record FanOutProtocol(
    Transport transport,
    Function<Chat, String> subscribe,
    Function<Chat, Template> publish,
    Predicate<ByteBuf> hasError) {
  /** That of vertx-eventbus.js. */
  static final FanOutProtocol EVENT_BUS =
      new FanOutProtocol(
          Transport.SOCKJS, chat -> chat.register(false), Chat::publish, SockJs::hasError);

  static final FanOutProtocol CENTRIFUGO =
      new FanOutProtocol(
          Transport.CENTRIFUGO, Centrifugo::subscribe, Centrifugo::publish, Centrifugo::hasError);
}
