package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.Rest.Answer;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST door does with requests before it matters what they ask for. */
@Timeout(60)
class RestDoorTest {
  private static final String CHAT = "{\"members\":[\"ann@x.example\",\"bob@x.example\"]}";

  @TempDir private static Path data;
  private static TestNode node;
  private static Rest rest;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings =
        Map.of("CHAT_EDGE_MAX_FRAME_BYTES", "16384", "CHAT_INGEST_DEADLINE_MS", "1000");
    node = TestNode.start(data, settings, UnaryOperator.identity());
    rest = new Rest(node.port(), null);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT|/chats|405|GET, POST",
        "POST|/chats/notifications/a@x.example|405|GET",
        "PATCH|/chats/507f1f77bcf86cd799439011|405|DELETE, GET",
        "DELETE|/chats/507f1f77bcf86cd799439011/messages|405|GET, POST",
        "POST|/chats/507f1f77bcf86cd799439011/members|405|GET",
        "GET|/chats/507f1f77bcf86cd799439011/members/a@x.example|405|DELETE, PUT",
        "OPTIONS|/chats|405|GET, POST",
        "GET|/chats/507f1f77bcf86cd799439011/nothing|404|",
        "POST|/chats/507f1f77bcf86cd799439011/messages/1|404|",
      })
  void onlyWhatTheContractHasIsServed(String method, String path, int status, String allow)
      throws Exception {
    Answer answer = rest.ask(method, path, null);
    assertProblem(status, answer);
    assertThat(answer.header("allow").orElse(null)).isEqualTo(allow);
  }

  private static String raw(String head, String body) throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      return client.request("POST", "/chats", head, body).answer();
    }
  }

  private static String length(String body) {
    return "Content-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n";
  }

  @Test
  void bodiesAreJsonOfBoundedSize() throws Exception {
    String body = CHAT;
    for (String type : List.of("", "text/plain", "application/json; charset=utf-16", "a/b")) {
      String head = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
      assertThat(raw(head + length(body), body)).startsWith("http/1.1 415");
    }
    for (String type :
        List.of("application/json;charset=UTF-8", "Application/JSON ; charset=\"utf-8\"")) {
      assertThat(raw("Content-Type: " + type + "\r\n" + length(body), body))
          .startsWith("http/1.1 201");
    }
    String json = "Content-Type: application/json\r\n";
    assertThat(raw(json + "Content-Length: 16385\r\n", "")).startsWith("http/1.1 413");
    assertThat(raw(json + "Content-Length: 99999999999999\r\n", "")).startsWith("http/1.1 413");
    String chunk = "4001\r\n" + "x".repeat(0x4001) + "\r\n";
    assertThat(raw(json + "Transfer-Encoding: chunked\r\n", chunk)).startsWith("http/1.1 413");
    String notUtf8 = body.replace("ann", "\u00e4nn");
    assertThat(raw(json + length(notUtf8), notUtf8))
        .startsWith("http/1.1 400")
        .contains("not UTF-8");
  }

  @Test
  void halfABodyHoldsNothingForLong() throws Exception {
    try (RawClient client = new RawClient(node.port());
        RawClient gone = new RawClient(node.port())) {
      String head = "Content-Type: application/json\r\nContent-Length: 10000\r\n";
      gone.request("POST", "/chats", head, "{\"members\":").reset();
      client.request("POST", "/chats", head, "{\"members\":");
      assertThat(client.answer()).startsWith("http/1.1 408").contains("application/problem+json");
      assertThat(client.isEnded()).isTrue();
    }
    Await.until("memory is given back", () -> node.usage().bytes() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/chats/%ff",
        "/chats/%00/messages",
        "/chats/%2e%2e/messages",
        "/chats/507f1f77bcf86cd799439011%0a",
        "/chats/507f1f77bcf86cd799439011/members/%ff@x.example",
        "/chats/507f1f77bcf86cd799439011/members/%22",
        "/chats//members",
        "/chats/",
        "/%63hats/x",
        "//chats/x",
        "/chats/x/../../health/live",
        "/chats;x/1",
        "/chats?after=%ff&limit=%00",
        "/chats?email=%22%20&after=1-2",
        "/chats/notifications/%ff",
        "/chats/notifications/",
        "/chats/507f1f77bcf86cd799439011/messages?limit=%ff",
        "/chats/507f1f77bcf86cd799439011/messages?%00=1&[]=2",
      })
  void noSpellingIsAFaultOfOurs(String target) throws Exception {
    try (ServerLog log = ServerLog.open()) {
      for (String method : List.of("GET", "PUT", "DELETE", "POST", "TRACE")) {
        try (RawClient client = new RawClient(node.port())) {
          String head = "Content-Type: application/json\r\nContent-Length: 2\r\n";
          String answer = client.request(method, target, head, "{}").answer();
          assertThat(RawClient.status(answer)).as(method).isBetween(200, 499);
        }
      }
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void connectionIsKeptAfterARefusal() throws Exception {
    String body = "x".repeat(1_000);
    try (RawClient client = new RawClient(node.port())) {
      for (String head : List.of("", "Content-Type: application/json\r\n")) {
        client.request("POST", "/chats", head + length(body), body);
        assertThat(client.answer()).startsWith("http/1.1 4");
      }
      assertThat(client.request("GET", "/health/live", "").answer()).startsWith("http/1.1 200");
    }
  }

  @Test
  void contractIsServed() throws Exception {
    Answer document = rest.get("/openapi.yaml");
    assertThat(document.status()).isEqualTo(200);
    assertThat(document.body()).startsWith("#").contains("openapi: 3.1.0");
    assertThat(rest.get("/chat.schema.json").json().getString("type")).isEqualTo("object");
  }
}
