package com.plantapop.chat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    WEBSOCKET(() -> new WebSocketTransport(new StandardWebSocketClient())),
    XHR_STREAMING(RestClientXhrTransport::new),
    XHR_POLLING(Kind::polling);

    private final Supplier<Transport> transport;

    Kind(Supplier<Transport> transport) {
      this.transport = transport;
    }

    private static Transport polling() {
      RestClientXhrTransport polling = new RestClientXhrTransport();
      polling.setXhrStreamingDisabled(true);
      return polling;
    }
  }

  @Parameter private Kind kind;

  @Override
  Line open(int port) throws Exception {
    SpringLine line = new SpringLine();
    line.session =
        new SockJsClient(List.of(kind.transport.get()))
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
