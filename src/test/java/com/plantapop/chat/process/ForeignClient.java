package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every client can do with the real jar, whoever wrote it: talk, resume, be refused. */
abstract class ForeignClient {
  static final long PATIENCE_SECONDS = 20;

  @TempDir private static Path directory;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.ready(directory, Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    assertThat(server.trouble()).isEmpty();
  }

  /** One connection of the client. */
  abstract static class Line implements AutoCloseable {
    private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();

    /** Sends a frame. */
    abstract void say(String frame) throws Exception;

    @Override
    public abstract void close();

    /** To be called with each frame that comes. */
    final void heard(String frame) {
      inbox.add(frame);
    }

    final JsonObject hear() throws InterruptedException {
      String frame = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(frame).as("a frame").isNotNull();
      return new JsonObject(frame);
    }

    final JsonObject ask(String frame) throws Exception {
      say(frame);
      return hear();
    }

    final JsonObject send(String address, String body) throws Exception {
      return ask(Frames.send(address, body, "reply"));
    }
  }

  /**
   * Returns when it is open.
   *
   * @param port of a node on 127.0.0.1
   */
  abstract Line open(int port) throws Exception;

  private Line open() throws Exception {
    return open(server.port());
  }

  private static void assertRegistered(JsonObject frame, String address, long seq) {
    assertThat(frame)
        .isEqualTo(
            new JsonObject()
                .put("type", "event")
                .put("event", "registered")
                .put("message", new JsonObject().put("address", address).put("seq", seq)));
  }

  @Test
  void talks() throws Exception {
    String address = Frames.newAddress();
    String id = UUID.randomUUID().toString();
    String content = "h\u00e9 \"quoted\" \\ \u2028 \uD83C\uDF35";
    try (Line reader = open();
        Line writer = open()) {
      reader.say("{\"type\":\"ping\"}");
      assertRegistered(reader.ask(Frames.register(address, null)), address, 0);

      JsonObject answer = writer.send(address, Frames.message(id, content));
      JsonObject acknowledgement = answer.getJsonObject("body");
      assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("rec");
      assertThat(answer.getString("address")).isEqualTo("reply");
      assertThat(acknowledgement.getLong("seq")).isEqualTo(1);
      assertThat(acknowledgement.getString("id")).isEqualTo(id);

      JsonObject event = reader.hear();
      assertThat(event.getString("address")).isEqualTo(address);
      assertThat(event.getJsonObject("headers").getString("seq")).isEqualTo("1");
      assertThat(event.getJsonObject("body").getString("id")).isEqualTo(id);
      assertThat(event.getJsonObject("body").getString("content")).isEqualTo(content);
    }
  }

  @Test
  void resumes() throws Exception {
    String address = Frames.newAddress();
    try (Line writer = open()) {
      for (int i = 1; i <= 3; i++) {
        writer.send(address, Frames.message("" + i));
      }
      try (Line reader = open()) {
        assertRegistered(reader.ask(Frames.register(address, 1L)), address, 1);
        writer.send(address, Frames.message("4"));
        for (int i = 2; i <= 4; i++) {
          JsonObject event = reader.hear();
          assertThat(event.getJsonObject("headers").getString("seq")).isEqualTo("" + i);
          assertThat(event.getJsonObject("body").getString("content")).isEqualTo("" + i);
        }
      }
    }
  }

  @Test
  void isRefused() throws Exception {
    String address = Frames.newAddress();
    try (Line line = open()) {
      JsonObject send = line.send(address, "{\"sender\":\"nobody\"}");
      assertRefusal(send, "reply", 422);
      assertThat(send.getString("message")).contains("sender");
      assertRefusal(line.ask(Frames.publish(address, "{\"id\":7}")), address, 422);
      assertRefusal(line.ask(Frames.register("chat.nowhere", null)), "chat.nowhere", 400);
      assertThat(line.send(address, Frames.message("goes on")).getString("type")).isEqualTo("rec");
    }
  }

  private static void assertRefusal(JsonObject frame, String address, int code) {
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
    assertThat(frame.getString("address")).isEqualTo(address);
    assertThat(frame.getInteger("failureCode")).isEqualTo(code);
    assertThat(frame.getString("failureType")).isEqualTo("RECIPIENT_FAILURE");
  }
}
