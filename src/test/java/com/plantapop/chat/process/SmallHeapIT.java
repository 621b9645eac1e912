package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that make the node keep things for them, each within its own bounds, against a heap that
 * all of them together would fill many times over (G7). Meanwhile others are served.
 */
class SmallHeapIT {
  private static final int FINAL = 0x80;
  private static final int SMALL_WINDOW = 4096;
  private static final int SOCKETS = 150;
  private static final long FLOOD_NANOS = 4_000_000_000L;

  @TempDir private Path directory;
  private final List<RawClient> hostile = new ArrayList<>();
  private ServerProcess server;

  @BeforeEach
  void start() throws Exception {
    server = ServerProcess.ready(directory, Limits.FAR_OFF, "-Xmx128m");
  }

  @AfterEach
  void stop() throws Exception {
    for (RawClient client : hostile) {
      client.close();
    }
    server.close();
  }

  private RawClient hostile(String target) throws IOException {
    RawClient client = new RawClient(server.port(), SMALL_WINDOW);
    hostile.add(client);
    assertThat(client.handshake(target, "")).isEqualTo(101);
    return client;
  }

  /** An ordinary conversation: subscribe, say something, hear it, read the past. */
  private void othersAreServed() throws Exception {
    String address = Frames.newAddress();
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.handshake("/eventbus/websocket", "")).isEqualTo(101);
      client.frame(RawClient.TEXT, Frames.register(address, 0L));
      client.expect(RawClient.TEXT, "registered");
      client.frame(RawClient.TEXT, Frames.publish(address, Frames.message("ordinary")));
      client.expect(RawClient.TEXT, "ordinary");
      client.frame(RawClient.TEXT, Frames.send(address + ".history", "{}", "past"));
      client.expect(RawClient.TEXT, "ordinary");
    }
    assertThat(server.isAlive()).as(server.stderr()).isTrue();
    assertThat(server.stderr()).doesNotContain("OutOfMemoryError").doesNotContain("ERROR");
  }

  /** Writes until the flood's time is over or the server has had enough. */
  private static void flood(RawClient client, byte[] bytes) {
    long end = System.nanoTime() + FLOOD_NANOS;
    try {
      while (System.nanoTime() - end < 0) {
        client.write(bytes);
      }
    } catch (IOException cut) {
      // As it should be.
    }
  }

  private static Thread flooding(RawClient client, byte[] bytes) {
    Thread thread = new Thread(() -> flood(client, bytes));
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void meanwhile(List<Thread> floods, ServedCheck check) throws Exception {
    long end = System.nanoTime() + FLOOD_NANOS;
    do {
      check.run();
    } while (System.nanoTime() - end < 0 && floods.stream().anyMatch(Thread::isAlive));
    check.run();
  }

  private interface ServedCheck {
    void run() throws Exception;
  }

  @Test
  void pingsWhosePongsNobodyReads() throws Exception {
    byte[] ping = RawClient.masked(FINAL | RawClient.PING, new byte[125]);
    List<Thread> floods = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      floods.add(flooding(hostile("/eventbus/websocket"), repeated(ping, 500)));
    }
    meanwhile(floods, this::othersAreServed);
  }

  private static byte[] repeated(byte[] part, int times) {
    byte[] all = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  private String chatOfTwoMegabytes() throws Exception {
    String address = Frames.newAddress();
    try (RawClient writer = new RawClient(server.port())) {
      assertThat(writer.handshake("/eventbus/websocket", "")).isEqualTo(101);
      for (int i = 0; i < 40; i++) {
        String body = Frames.message("x".repeat(50_000));
        writer.frame(RawClient.TEXT, Frames.send(address, body, "reply"));
        writer.expect(RawClient.TEXT, "seq");
      }
    }
    return address;
  }

  @Test
  void pagesOfThePastThatNobodyReads() throws Exception {
    String address = chatOfTwoMegabytes();
    String ask = Frames.send(address + ".history", "{\"after\":0,\"limit\":200}", "past");
    for (int i = 0; i < SOCKETS; i++) {
      RawClient client = hostile("/eventbus/websocket");
      for (int n = 0; n < 20; n++) {
        client.frame(RawClient.TEXT, ask);
      }
      client.frame(RawClient.TEXT, Frames.register(address, 0L));
      if (i % 30 == 0) {
        othersAreServed();
      }
    }
    meanwhile(List.of(Thread.currentThread()), this::othersAreServed);
  }

  @Test
  void framesThatNeverEnd() throws Exception {
    byte[] whole = RawClient.masked(FINAL | RawClient.TEXT, new byte[1 << 20]);
    byte[] half = java.util.Arrays.copyOf(whole, whole.length - 1);
    List<Thread> floods = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      RawClient client = hostile(i % 2 == 0 ? "/eventbus/websocket" : "/eventbus/0/e/websocket");
      Thread thread = new Thread(() -> writeOnce(client, half));
      thread.start();
      floods.add(thread);
    }
    meanwhile(floods, this::othersAreServed);
  }

  private static void writeOnce(RawClient client, byte[] bytes) {
    try {
      client.write(bytes);
    } catch (IOException cut) {
      // As it should be.
    }
  }

  @Test
  void postsOfWhoNeverReads() throws Exception {
    String address = chatOfTwoMegabytes();
    JsonArray frames = new JsonArray();
    for (int i = 0; i < 3000; i++) {
      frames.add(Frames.send(address + ".history", "{\"after\":0,\"limit\":200}", "past"));
    }
    byte[] body = frames.encode().getBytes(StandardCharsets.UTF_8);
    List<Thread> floods = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String session = "/eventbus/0/never" + i;
      RawClient opening = new RawClient(server.port());
      hostile.add(opening);
      opening.request("POST", session + "/xhr_streaming", "Content-Length: 0\r\n");
      assertThat(opening.head()).contains(" 200 ");
      for (int n = 0; n < 3; n++) {
        RawClient client = new RawClient(server.port());
        hostile.add(client);
        String head =
            "POST " + session + "/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
        byte[] post = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(post, post.length + body.length);
        System.arraycopy(body, 0, all, post.length, body.length);
        floods.add(flooding(client, all));
      }
    }
    meanwhile(floods, this::othersAreServed);
  }

  /** Each within its bound of 1,000; 78 of them ended the node. */
  @Test
  void subscriptionsOfTopicsThatNobodyElseHas() throws Exception {
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      RawClient client = new RawClient(server.port());
      hostile.add(client);
      assertThat(client.handshake("/eventbus/websocket", "")).isEqualTo(101);
      for (int n = 0; n < 1_000; n++) {
        client.frame(RawClient.TEXT, Frames.register(Frames.newAddress(), null));
      }
      for (int n = 0; n < 1_000; n++) {
        refused += client.next(RawClient.TEXT).text().contains("\"failureCode\":503") ? 1 : 0;
      }
    }
    assertThat(refused).isPositive();
    assertThat(server.isAlive()).as(server.stderr()).isTrue();
    hostile.get(0).close();
    hostile.get(1).close();
    Await.until("room again", this::isServed);
  }

  private boolean isServed() {
    try {
      othersAreServed();
      return true;
    } catch (Exception | AssertionError full) {
      return false;
    }
  }

  /** A session costs its client a line; 52,000 of them ended the node. */
  @Test
  void sessionsThatNobodyPollsAgain() throws Exception {
    RawClient client = new RawClient(server.port());
    hostile.add(client);
    int refused = 0;
    for (int i = 0; i < 700; i++) {
      StringBuilder posts = new StringBuilder();
      for (int n = 0; n < 100; n++) {
        String session = "/eventbus/0/" + i + "x" + n + "/xhr";
        posts.append(
            "POST " + session + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
      }
      client.write(posts.toString());
      for (int n = 0; n < 100; n++) {
        refused += client.answer().contains(" 503 ") ? 1 : 0;
      }
    }
    assertThat(refused).isPositive();
    Await.until("room again", this::isServed);
  }

  /** A megabyte of them takes some 14 MB as strings. */
  @Test
  void postsOfTinyMessages() throws Exception {
    String tiny = "[" + "\"a\",".repeat(260_000) + "\"a\"]";
    List<Thread> floods = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String session = "/eventbus/0/tiny" + i;
      RawClient client = new RawClient(server.port());
      hostile.add(client);
      assertThat(client.request("POST", session + "/xhr", "Content-Length: 0\r\n").answer())
          .contains("o\n");
      String head = "POST " + session + "/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
      String post = head + tiny.length() + "\r\n\r\n" + tiny;
      floods.add(flooding(client, post.getBytes(StandardCharsets.UTF_8)));
    }
    meanwhile(floods, this::othersAreServed);
  }

  @Test
  void sendsThatTheStoreIsNotGivenTimeFor() throws Exception {
    List<Thread> floods = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String body = new JsonObject().put("content", "y".repeat(60_000)).encode();
      String publish = Frames.publish(Frames.newAddress(), body);
      byte[] frame =
          RawClient.masked(FINAL | RawClient.TEXT, publish.getBytes(StandardCharsets.UTF_8));
      floods.add(flooding(hostile("/eventbus/websocket"), repeated(frame, 20)));
    }
    meanwhile(floods, this::othersAreServed);
  }
}
