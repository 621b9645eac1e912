package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BalancerProcess;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServerProcess;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Behind the proxies that people have, as they come, an event arrives when it happens. */
@ParameterizedClass
@EnumSource
@ExtendWith(VertxExtension.class)
class ProxiesIT {
  enum Proxy {
    NGINX,
    HAPROXY
  }

  /**
   * What a buffer keeps comes with the next heartbeat, every 25 s; a busy machine takes seconds.
   */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  @TempDir private static Path directory;
  private static ServerProcess server;
  @Parameter private Proxy kind;
  private BalancerProcess proxy;

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.ready(directory, Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void startProxy() throws Exception {
    String node = "127.0.0.1:" + server.port();
    proxy =
        kind == Proxy.NGINX
            ? BalancerProcess.plainNginx(directory, node)
            : BalancerProcess.plainHaproxy(directory, node);
  }

  @AfterEach
  void stopProxy() {
    if (proxy != null) {
      proxy.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventArrivesAtOnceOver(HttpTransport.Kind transport, Vertx vertx) throws Exception {
    String address = Frames.newAddress();
    try (HttpTransport reader = new HttpTransport(vertx, proxy.port(), transport);
        BridgeSocket writer = BridgeSocket.raw(vertx, server.port())) {
      Await.until("the session", () -> reader.say(Frames.register(address, null)));
      long begin = System.nanoTime();
      Await.until("the subscription", () -> reader.hasHeard("registered"));
      writer.submit(address, Frames.message("through the proxy"));
      Await.until("the event", () -> reader.hasHeard("through the proxy"));
      assertAtOnce(begin);
    }
  }

  private static void assertAtOnce(long begin) {
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
  }

  @Test
  void eventArrivesAtOnceOverWebSockets(Vertx vertx) throws Exception {
    String address = Frames.newAddress();
    try (BridgeSocket sockJs = BridgeSocket.sockJs(vertx, proxy.port());
        BridgeSocket raw = BridgeSocket.raw(vertx, proxy.port())) {
      sockJs.register(address, null);
      raw.register(address, null);
      long begin = System.nanoTime();
      raw.send(Frames.publish(address, Frames.message("through the proxy")));
      for (BridgeSocket reader : new BridgeSocket[] {sockJs, raw}) {
        assertThat(reader.nextJson().getJsonObject("body").getString("content"))
            .isEqualTo("through the proxy");
      }
      assertAtOnce(begin);
    }
  }
}
