package com.plantapop.chat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.sockjs.client.RestClientXhrTransport;
import org.springframework.web.socket.sockjs.client.SockJsClient;
import org.springframework.web.socket.sockjs.client.Transport;
import org.springframework.web.socket.sockjs.client.WebSocketTransport;

/** Spring's SockJS client, over each of its transports. */
@ParameterizedClass
@EnumSource
class SpringClientIT extends ForeignClient {
  enum Kind {
    WEBSOCKET,
    XHR_STREAMING,
    XHR_POLLING;

    private Transport transport() {
      if (this == WEBSOCKET) {
        return new WebSocketTransport(new StandardWebSocketClient());
      }
      RestClientXhrTransport transport = new RestClientXhrTransport();
      transport.setXhrStreamingDisabled(this == XHR_POLLING);
      return transport;
    }
  }

  @Parameter private Kind kind;

  @Override
  Line open(int port) throws Exception {
    SpringLine line = new SpringLine();
    line.session =
        new SockJsClient(List.of(kind.transport()))
            .execute(line.handler, "http://127.0.0.1:" + port + "/eventbus")
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return line;
  }

  private static final class SpringLine extends Line {
    private WebSocketSession session;
    private final TextWebSocketHandler handler =
        new TextWebSocketHandler() {
          @Override
          protected void handleTextMessage(WebSocketSession session, TextMessage message) {
            heard(message.getPayload());
          }
        };

    @Override
    void say(String frame) throws IOException {
      session.sendMessage(new TextMessage(frame));
    }

    @Override
    public void close() {
      try {
        session.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
