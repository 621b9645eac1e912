package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that writes exactly the text it is told to and keeps exactly what comes back. */
public final class BridgeSocket implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;
  private static final int MAX_MESSAGE = 64 << 20;

  private final WebSocketClient client;
  private final WebSocket socket;
  private final boolean sockJs;
  private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

  private BridgeSocket(WebSocketClient client, WebSocket socket, boolean sockJs) {
    this.client = client;
    this.socket = socket;
    this.sockJs = sockJs;
    socket.textMessageHandler(this::receive);
    socket.closeHandler(closed -> closeCode.complete((int) socket.closeStatusCode()));
    socket.exceptionHandler(cause -> {});
  }

  /** The raw WebSocket endpoint: a bridge frame each. */
  public static BridgeSocket raw(Vertx vertx, int port) throws Exception {
    return raw(vertx, "127.0.0.1", port);
  }

  /** The same on a host of its own. */
  public static BridgeSocket raw(Vertx vertx, String host, int port) throws Exception {
    return connect(vertx, host, port, "/eventbus/websocket", false);
  }

  /** The raw endpoint with a token in its URL, as browsers bring it. */
  public static BridgeSocket withToken(Vertx vertx, int port, String token) throws Exception {
    String path = "/eventbus/websocket?access_token=" + token;
    return connect(vertx, "127.0.0.1", port, path, false);
  }

  /** SockJS over WebSocket, as the official client uses it. */
  public static BridgeSocket sockJs(Vertx vertx, int port) throws Exception {
    String path = "/eventbus/123/" + UUID.randomUUID().toString().replace("-", "") + "/websocket";
    return connect(vertx, "127.0.0.1", port, path, true);
  }

  private static BridgeSocket connect(
      Vertx vertx, String host, int port, String path, boolean sockJs) throws Exception {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost(host).setPort(port).setURI(path);
    // Listening must begin before the first byte can be lost.
    CompletableFuture<BridgeSocket> opened = new CompletableFuture<>();
    client
        .connect(options)
        .onSuccess(socket -> opened.complete(new BridgeSocket(client, socket, sockJs)))
        .onFailure(opened::completeExceptionally);
    return opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void receive(String text) {
    if (!sockJs) {
      inbox.add(text);
    } else if (text.startsWith("a")) {
      new JsonArray(text.substring(1)).forEach(message -> inbox.add((String) message));
    } else if (text.startsWith("c")) {
      closeCode.complete(new JsonArray(text.substring(1)).getInteger(0));
    }
  }

  /** Sends a bridge message. */
  public void send(String message) {
    sendAsIs(sockJs ? new JsonArray().add(message).encode() : message);
  }

  /** Sends a WebSocket text message, framing and all. */
  public void sendAsIs(String text) {
    socket.writeTextMessage(text).await();
  }

  public void sendBinary(byte[] bytes) {
    socket.writeBinaryMessage(Buffer.buffer(bytes)).await();
  }

  /** Waits for the next message, as text. */
  public String next() throws InterruptedException {
    String message = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(message).as("a message from the server").isNotNull();
    return message;
  }

  public JsonObject nextJson() throws InterruptedException {
    return new JsonObject(next());
  }

  /** How many messages have come that nobody has taken. */
  public int received() {
    return inbox.size();
  }

  /** Sends a frame and waits for the next message. */
  public String ask(String frame) throws InterruptedException {
    send(frame);
    return next();
  }

  /** Sends an event and waits for its answer, which must be the next message. */
  public JsonObject submit(String address, String body) throws InterruptedException {
    return new JsonObject(ask(Frames.send(address, body, "reply")));
  }

  /** Registers and waits until the subscription stands; returns its cursor. */
  public long register(String address, Long since) throws InterruptedException {
    JsonObject registered = new JsonObject(ask(Frames.register(address, since)));
    assertThat(registered.getString("event")).as(registered.encode()).isEqualTo("registered");
    return registered.getJsonObject("message").getLong("seq");
  }

  /** Whether nothing came before an answer to a question asked now. */
  public boolean isQuiet() throws InterruptedException {
    String probe = "quiet-" + UUID.randomUUID();
    send("{\"type\":\"none\",\"address\":\"" + probe + "\"}");
    return probe.equals(nextJson().getString("address"));
  }

  public void pause() {
    socket.pause();
  }

  public void resume() {
    socket.resume();
  }

  /**
   * Waits until the server has closed the socket; the code it gave, SockJS's where there is one.
   */
  public int closeCode() throws Exception {
    return closeCode.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    client.close().await();
  }
}
