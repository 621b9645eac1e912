package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.Metrics;
import com.plantapop.chat.support.ServerProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command as design section 8 promises it: settings, ready line, exit codes, drain. */
@ExtendWith(VertxExtension.class)
class CommandIT {
  /** The drain of a machine that does much else; its answers are the same. */
  private static final Map<String, String> PATIENT =
      Map.of("CHAT_INGEST_DEADLINE_MS", "60000", "CHAT_DRAIN_TIMEOUT_MS", "60000");

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  private int status(ServerProcess server, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void servesOnLoopbackAndSaysSoInOneLine() throws Exception {
    try (ServerProcess server = ServerProcess.ready(directory, Map.of())) {
      assertThat(server.stdout()).matches("ready http://127\\.0\\.0\\.1:\\d+\n");
      assertThat(status(server, "/health/ready")).isEqualTo(200);
      assertThat(status(server, "/")).isEqualTo(200);
      assertThat(status(server, "/asyncapi.yaml")).isEqualTo(200);
      assertThat(status(server, "/nothing-here")).isEqualTo(404);
      assertThat(server.stderr()).contains("open mode");
    }
  }

  @Test
  void operatorsHaveAPortOfTheirOwnWhichTheLogNames() throws Exception {
    try (ServerProcess server = ServerProcess.ready(directory, Map.of())) {
      String said = "management: http://127.0.0.1:";
      String port = server.stderr().split(said, 2)[1].split("\\D", 2)[0];
      Metrics metrics = Metrics.of(Integer.parseInt(port));

      assertThat(metrics.text()).containsPattern("chat_build_info\\{version=\"\\d");
      assertThat(metrics.text())
          .contains("chat_draining 0", "jvm_memory_used", "process_files_open");
      assertThat(metrics.series()).hasSizeBetween(200, 500);
      assertThat(status(server, "/metrics")).isEqualTo(404);
    }
  }

  @Test
  void wrongSettingsAreToldAllAtOnce() throws Exception {
    Files.writeString(directory.resolve("mine.json"), "{\"edge\":{\"maxFrameBytes\":1}}");
    Map<String, String> environment =
        Map.of(
            "CHAT_HTTP_PORT", "many",
            "CHAT_STORE_URI", "file:data",
            "CHAT_AUTH_MODE", "jwt",
            "CHAT_HTPP_HOST", "x");
    try (ServerProcess server =
        ServerProcess.start(directory, environment, List.of("--conf", "mine.json"))) {
      assertThat(server.exitCode()).isEqualTo(2);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr())
          .contains("http.port", "store.uri", "auth.mode", "CHAT_HTPP_HOST")
          .contains("edge.maxFrameBytes", "mine.json")
          .doesNotContain("\tat ", "Exception");
    }
  }

  @Test
  void startsBesideAKubernetesServiceOfItsName() throws Exception {
    Map<String, String> links =
        Map.of(
            "CHAT_SERVICE_HOST", "10.0.0.1",
            "CHAT_PORT", "tcp://10.0.0.1:80",
            "CHAT_CLUSTER_PORT", "tcp://10.0.0.1:5701");
    try (ServerProcess server = ServerProcess.ready(directory, links)) {
      assertThat(server.stderr())
          .containsOnlyOnce("ignored")
          .contains("CHAT_CLUSTER_PORT, CHAT_PORT, CHAT_SERVICE_HOST");
    }
  }

  @Test
  void dataDirectoryInUseIsRefusedAndTheFirstGoesOn() throws Exception {
    try (ServerProcess first = ServerProcess.ready(directory, Map.of());
        ServerProcess second =
            ServerProcess.start(
                directory,
                Map.of("CHAT_HTTP_PORT", "0", "CHAT_STORE_URI", "rocksdb:" + directory + "/data"),
                List.of())) {
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.stderr()).contains("data", "use").doesNotContain("\tat ");
      assertThat(status(first, "/health/ready")).isEqualTo(200);
    }
  }

  @Test
  void portInUseIsToldInAWord() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
        ServerProcess server =
            ServerProcess.start(
                directory,
                Map.of("CHAT_HTTP_PORT", "" + taken.getLocalPort(), "CHAT_STORE_URI", "rocksdb:d"),
                List.of())) {
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.stderr()).contains("" + taken.getLocalPort()).doesNotContain("\tat ");
    }
  }

  private static void copySchemas(Path into) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("schemas"))) {
      for (Path file : files.toList()) {
        Files.copy(file, into.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void brokenSchemaIsRefusedWithItsName() throws Exception {
    Path schemas = Files.createDirectory(directory.resolve("schemas"));
    copySchemas(schemas);
    Files.writeString(schemas.resolve("message.schema.json"), "{\"type\":\"strnig\"}");
    try (ServerProcess server =
        ServerProcess.start(directory, Map.of("CHAT_HTTP_PORT", "0"), List.of())) {
      assertThat(server.exitCode()).isEqualTo(2);
      assertThat(server.stderr()).contains("message.schema.json").doesNotContain("\tat ");
    }
  }

  @Test
  void editedSchemaIsEnforcedAndServed(Vertx vertx) throws Exception {
    Path schemas = Files.createDirectory(directory.resolve("schemas"));
    copySchemas(schemas);
    Path edited = schemas.resolve("message.schema.json");
    JsonObject schema = new JsonObject(Files.readString(edited));
    Files.writeString(
        edited, schema.put("required", new io.vertx.core.json.JsonArray().add("topic")).encode());
    try (ServerProcess server = ServerProcess.ready(directory, Map.of());
        BridgeSocket socket = BridgeSocket.raw(vertx, server.port())) {
      JsonObject refusal = socket.submit(Frames.newAddress(), Frames.message("no topic"));
      assertThat(refusal.getInteger("failureCode")).isEqualTo(422);
      assertThat(refusal.getString("message")).contains("topic");
    }
  }

  @Test
  void terminatedServerAnswersWhatItTookAndTellsClientsToReconnect(Vertx vertx) throws Exception {
    List<BridgeSocket> sockets = new ArrayList<>();
    try (ServerProcess server = ServerProcess.ready(directory, PATIENT)) {
      for (int i = 0; i < 20; i++) {
        sockets.add(
            i % 2 == 0
                ? BridgeSocket.sockJs(vertx, server.port())
                : BridgeSocket.raw(vertx, server.port()));
      }
      String address = Frames.newAddress();
      for (int i = 0; i < 2000; i++) {
        sockets
            .get(i % sockets.size())
            .send(Frames.send(address, Frames.message("" + i), "reply-" + i));
      }
      server.terminate();

      for (BridgeSocket socket : sockets) {
        assertThat(socket.closeCode()).isEqualTo(4000);
      }
      assertThat(server.exitCode()).isZero();
      long acknowledged = 0;
      for (BridgeSocket socket : sockets) {
        acknowledged += answers(socket);
      }
      try (ServerProcess next = ServerProcess.ready(directory, Map.of());
          BridgeSocket reader = BridgeSocket.raw(vertx, next.port())) {
        JsonObject page = reader.submit(address + ".history", "{}").getJsonObject("body");
        assertThat(page.getLong("head")).isEqualTo(acknowledged).isPositive();
      }
    } finally {
      sockets.forEach(BridgeSocket::close);
    }
  }

  /** How many acknowledgements a socket got; its other answers must be the refusal of the drain. */
  private static long answers(BridgeSocket socket) throws InterruptedException {
    long acknowledged = 0;
    while (socket.received() > 0) {
      JsonObject answer = socket.nextJson();
      if (answer.getString("type").equals("rec")) {
        acknowledged++;
      } else {
        assertThat(answer.getInteger("failureCode")).isEqualTo(503);
      }
    }
    return acknowledged;
  }

  @Test
  void killedServerHasEverythingItAcknowledged(Vertx vertx) throws Exception {
    String address = Frames.newAddress();
    long acknowledged = 0;
    try (ServerProcess server = ServerProcess.ready(directory, Limits.FAR_OFF);
        BridgeSocket socket = BridgeSocket.raw(vertx, server.port())) {
      for (int i = 0; i < 3000; i++) {
        socket.send(Frames.send(address, Frames.message("" + i), "r"));
      }
      Await.until("a thousand answers", () -> socket.received() > 1000);
      server.kill();
      while (socket.received() > 0) {
        acknowledged = Math.max(acknowledged, seq(socket.nextJson()));
      }
    }
    try (ServerProcess next = ServerProcess.ready(directory, Map.of());
        BridgeSocket reader = BridgeSocket.raw(vertx, next.port())) {
      JsonObject page =
          reader
              .submit(address + ".history", "{\"before\":" + (acknowledged + 1) + "}")
              .getJsonObject("body");
      assertThat(page.getLong("head")).isGreaterThanOrEqualTo(acknowledged);
      assertThat(page.getJsonArray("events").getJsonObject(49).getLong("seq"))
          .isEqualTo(acknowledged);
    }
  }

  private static long seq(JsonObject answer) {
    assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("rec");
    return answer.getJsonObject("body").getLong("seq");
  }

  @Test
  void helpAndVersionAreTold() throws Exception {
    assertThat(said("--help")).startsWith("Usage: java -jar plantapop-chat.jar");
    assertThat(said("--version")).matches("(?s).*\\d+\\.\\d+.*");
  }

  private String said(String argument) throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(directory, Map.of(), List.of(argument))) {
      assertThat(server.exitCode()).isZero();
      return server.stdout();
    }
  }
}
