package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.ServerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node without memory is none, and says so by its end. */
class MemoryIT {
  /** As {@code -XX:+ExitOnOutOfMemoryError} has it. */
  private static final int OUT_OF_MEMORY = 3;

  private static final String UPGRADE =
      String.join(
          "\r\n",
          "GET /eventbus/websocket HTTP/1.1",
          "Host: localhost",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
          "",
          "");

  private static final int HOARDERS = 400;

  @TempDir private Path directory;

  /** With the option as without; also when whoever was hit swallows the error and lets go. */
  @ParameterizedTest
  @CsvSource({"true, ''", "false, ''", "true, -XX:+ExitOnOutOfMemoryError"})
  void nodeWithoutHeapEndsAtOnce(boolean holds, String option) throws Exception {
    Path signal = directory.resolve("signal");
    String hog = MemoryHog.options(directory, signal, holds);
    try (ServerProcess server =
        ServerProcess.ready(directory, Map.of("JAVA_TOOL_OPTIONS", hog + " " + option))) {
      Files.createFile(signal);
      assertThat(server.exitCode()).isEqualTo(OUT_OF_MEMORY);
    }
  }

  /** The JVM takes the canary for unused then, as it would a minute later with its own settings. */
  @Test
  void idleNodeThatIsCollectedTwiceAtOnceGoesOn() throws Exception {
    String options = "-Xmx512m -XX:SoftRefLRUPolicyMSPerMB=10";
    try (ServerProcess server =
        ServerProcess.ready(directory, Map.of("JAVA_TOOL_OPTIONS", options))) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(8));
      Path commands = Files.writeString(directory.resolve("gc"), "GC.run\n".repeat(6));
      String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      Process collecting =
          new ProcessBuilder(jcmd, "" + server.pid(), "-f", commands.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("jcmd").toFile())
              .start();
      assertThat(collecting.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(collecting.exitValue()).as(Files.readString(directory.resolve("jcmd"))).isZero();
      assertThat(live(server)).isEqualTo(200);
    }
  }

  private static int live(ServerProcess server) throws Exception {
    HttpRequest live =
        HttpRequest.newBuilder(URI.create(server.url() + "/health/live"))
            .timeout(Duration.ofSeconds(10))
            .build();
    return HttpClient.newHttpClient()
        .send(live, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Frames that never end fill it. Who asks for more is cut off at once, and nobody waits. */
  @Test
  void nodeWithoutDirectMemoryIsBackWhenThereIsSome() throws Exception {
    List<Socket> hoarders = new ArrayList<>();
    try (ServerProcess server =
        ServerProcess.ready(directory, Map.of("JAVA_TOOL_OPTIONS", "-XX:MaxDirectMemorySize=8m"))) {
      for (int i = 0; i < HOARDERS; i++) {
        hoarders.add(hoarder(server.port()));
      }
      Await.until("the first to be cut off", () -> hoarders.stream().anyMatch(MemoryIT::isCutOff));
      for (Socket hoarder : hoarders) {
        hoarder.close();
      }
      assertThat(live(server)).isEqualTo(200);
    }
  }

  private static boolean isCutOff(Socket socket) {
    try {
      socket.setSoTimeout(1);
      byte[] rest = socket.getInputStream().readNBytes(1_000);
      return rest.length < 1_000;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException cutOff) {
      return true;
    }
  }

  /** A client that sends all but the last byte of a frame. */
  private static Socket hoarder(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    OutputStream out = socket.getOutputStream();
    out.write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer frame = ByteBuffer.allocate(60_007);
    frame.put((byte) 0x81).put((byte) 0xfe).putShort((short) 60_000);
    try {
      out.write(frame.array());
    } catch (IOException cutOff) {
      return socket;
    }
    return socket;
  }
}
