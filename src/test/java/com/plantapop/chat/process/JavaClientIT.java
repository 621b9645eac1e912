package com.plantapop.chat.process;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/**
 * The official Vert.x event-bus bridge client for Java, {@code
 * io.vertx:vertx-eventbus-bridge-client} 1.0.1, by its published source since the artifact is not
 * to be had here: it writes binary frames to the raw WebSocket, and to text frames it is deaf.
 */
class JavaClientIT extends ForeignClient {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Override
  Line open(int port) throws Exception {
    WebSocketClient client = vertx.createWebSocketClient();
    BinaryLine line = new BinaryLine();
    line.socket =
        client
            .connect(port, "127.0.0.1", "/eventbus/websocket")
            .onSuccess(socket -> socket.binaryMessageHandler(bytes -> line.heard(bytes.toString())))
            .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return line;
  }

  private static final class BinaryLine extends Line {
    private WebSocket socket;

    @Override
    void say(String frame) {
      socket.writeBinaryMessage(Buffer.buffer(frame)).await();
    }

    @Override
    public void close() {
      socket.close().await();
    }
  }
}
