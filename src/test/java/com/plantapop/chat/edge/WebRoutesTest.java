package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.TestNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers, monitors and the curious ask for beside the bridge. */
class WebRoutesTest {
  @TempDir private static Path data;
  private static TestNode node;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path));
  }

  private HttpResponse<String> answer(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/docs/", "/asyncapi.yaml", "/openapi.yaml", "/health/live", "/health/ready"})
  void headIsAnsweredAsGetIs(String path) throws Exception {
    HttpResponse<String> got = answer(request(path));
    HttpResponse<String> head =
        answer(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void pageOfAnOlderVersionIsNotKept() throws Exception {
    HttpResponse<String> page = answer(request("/"));
    assertThat(page.headers().firstValue("cache-control")).contains("no-cache");
    String date = page.headers().firstValue("last-modified").orElseThrow();
    assertThat(answer(request("/").header("If-Modified-Since", date)).statusCode()).isEqualTo(304);
  }

  @Test
  void pageRunsNoScriptButItsOwn() throws Exception {
    assertThat(answer(request("/")).headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'self'")
        .doesNotContain("unsafe-inline");
  }

  @Test
  void contractIsShownInAFolderOfItsOwnWhereverAProxyPutsIt() throws Exception {
    HttpResponse<String> answer = answer(request("/docs"));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("location")).contains("docs/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no-such-page", "/..%2f..%2fetc/passwd", "/%2e%2e/conf/chat.json"})
  void whatIsNotThereIsNotFound(String path) throws Exception {
    assertThat(answer(request(path)).statusCode()).isEqualTo(404);
  }

  @Test
  void nothingCanBePosted() throws Exception {
    HttpResponse<String> answer =
        answer(request("/").POST(HttpRequest.BodyPublishers.ofString("x")));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow").orElseThrow()).contains("GET");
  }
}
