package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told with every answer. */
class SecurityHeadersTest {
  private static final String INLINE = "(?i)<script(?![^>]* src=)|<style|\\sstyle=|\\son\\w+=";

  private static final String NOTHING =
      "content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n";
  private static final String LISTED = "https://shop.example";

  @TempDir private static Path data;
  @TempDir private static Path listedData;
  private static TestNode plain;
  private static TestNode listed;

  @BeforeAll
  static void start() throws Exception {
    plain = TestNode.start(data);
    Map<String, String> settings = Map.of("CHAT_HTTP_ORIGINS", LISTED + ",https://b.example");
    listed = TestNode.start(listedData, settings, UnaryOperator.identity());
  }

  @AfterAll
  static void stop() {
    plain.close();
    listed.close();
  }

  private static String head(TestNode node, String request) throws Exception {
    String[] line = request.split(" ", 2);
    try (RawClient client = new RawClient(node.port())) {
      return client.request(line[0], line[1], "Accept-Encoding: gzip\r\n").head();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /",
        "HEAD /",
        "GET /js/main.js",
        "GET /lib/sockjs.min.js",
        "GET /img/logo.svg",
        "GET /asyncapi.yaml",
        "GET /docs",
        "GET /docs/",
        "GET /docs/swagger-ui-bundle.js",
        "GET /health/live",
        "GET /health/ready",
        "GET /nothing",
        "POST /",
        "GET /%zz",
        "GET /eventbus",
        "GET /eventbus/info",
        "GET /eventbus/iframe.html",
        "GET /eventbus/websocket",
        "GET /eventbus/0/nothing",
        "GET /eventbus/0/headers/eventsource",
        "GET /eventbus/0/headers/htmlfile?c=cb",
        "GET /eventbus/0/headers1/jsonp?c=cb",
        "GET /eventbus/0/headers/jsonp",
        "OPTIONS /eventbus/0/headers/xhr_send",
      })
  void everyAnswerHasThem(String request) throws Exception {
    assertThat(head(plain, request))
        .contains("x-content-type-options: nosniff\r\n", "referrer-policy: no-referrer\r\n")
        .contains("vary: origin\r\n")
        .containsOnlyOnce("content-security-policy: default-src ")
        .contains("frame-ancestors ")
        .doesNotContain("set-cookie", "unsafe-eval");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /asyncapi.yaml",
        "GET /health/live",
        "GET /eventbus",
        "GET /eventbus/info",
        "GET /eventbus/0/headers2/eventsource",
        "GET /eventbus/0/headers3/jsonp?c=cb",
      })
  void whatIsNoPageRunsNothing(String request) throws Exception {
    assertThat(head(plain, request)).contains(NOTHING);
  }

  @Test
  void pageRunsItsOwnFilesAndIsShownInNoFrame() throws Exception {
    assertThat(head(plain, "GET /"))
        .contains(
            "content-security-policy: default-src 'self'; object-src 'none'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'\r\n");
    assertThat(body("/")).doesNotContainPattern(INLINE);
  }

  @Test
  void shownContractMayLoadPicturesOfItsStyleSheetToo() throws Exception {
    assertThat(head(plain, "GET /docs/"))
        .contains(
            "content-security-policy: default-src 'self'; img-src 'self' data:; object-src 'none';"
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n");
    assertThat(body("/docs/")).doesNotContainPattern(INLINE);
  }

  private static String body(String path) throws Exception {
    try (RawClient client = new RawClient(plain.port())) {
      return client.request("GET", path, "").answer();
    }
  }

  @Test
  void sockJsFrameRunsFilesOfOursOnly() throws Exception {
    String page = body("/eventbus/iframe.html");
    assertThat(page)
        .contains("content-security-policy: default-src 'none'; script-src 'self';")
        .doesNotContain("unsafe-inline")
        .doesNotContainPattern("<script(?! src=)");
    Pattern.compile("src=\"([^\"]+)\"")
        .matcher(page)
        .results()
        .forEach(script -> assertServed(script.group(1)));
  }

  private static void assertServed(String path) {
    try {
      assertThat(head(plain, "GET " + path)).startsWith("http/1.1 200");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/iframe-1.html", "/eventbus/0/frames/htmlfile?c=cb"})
  void sockJsIsFramedByPagesThatMayTalkToUs(String path) throws Exception {
    assertThat(head(plain, "GET " + path)).contains("; frame-ancestors 'self'");
    assertThat(head(plain, "GET " + path)).doesNotContain(LISTED);
    assertThat(head(listed, "GET " + path))
        .contains("; frame-ancestors 'self' https://shop.example https://b.example\r\n");
  }
}
