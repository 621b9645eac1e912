package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.NodeScript;
import com.plantapop.chat.support.ServerProcess;
import com.plantapop.chat.support.Tools;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients against the real jar: the official client under Node, and the page in a browser. */
class ClientsIT {
  private static final String CHROMIUM =
      System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");

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

  @Test
  void officialClientConversesOverEveryTransport() throws Exception {
    NodeScript.passes("official-client.mjs", server.url());
  }

  @Test
  void itsPredecessorConversesOverEveryTransport() throws Exception {
    NodeScript.passes("official-client.mjs", server.url(), "vertx3-eventbus-client");
  }

  @Test
  void serviceEnforcesWhatItsAsyncApiDocumentSays() throws Exception {
    NodeScript.passes("asyncapi.mjs", server.url());
  }

  @Test
  void contractIsShownInABrowserThatHasNothingToComplainOf() throws Exception {
    Tools.need(CHROMIUM, "install Debian's package chromium, or set CHROMIUM");
    NodeScript.passes("docs.mjs", server.url());
  }

  /** Keeps its pictures in {@code target/page}. */
  @Test
  void twoPeopleChatOnThePageAndOneComesBackFromATunnel() throws Exception {
    Tools.need(CHROMIUM, "install Debian's package chromium, or set CHROMIUM");
    NodeScript.passes(
        "page.mjs", server.url(), Path.of("target", "page").toAbsolutePath().toString());
  }

  /** Without leeway a token ends while the test waits for it. */
  @Test
  void pageAsksForATokenAndGoesOnWithTheNextOne() throws Exception {
    Tools.need(CHROMIUM, "install Debian's package chromium, or set CHROMIUM");
    Map<String, String> settings =
        Map.of(
            "CHAT_AUTH_MODE",
            "jwt",
            "CHAT_AUTH_JWT_SECRET",
            Jwts.SECRET,
            "CHAT_AUTH_JWT_LEEWAY_SECONDS",
            "0",
            "CHAT_STORE_URI",
            "rocksdb:" + directory.resolve("asking"));
    try (ServerProcess asking = ServerProcess.ready(directory, settings)) {
      String chat = Frames.newChatId();
      Chats.create(asking.port(), "chat." + chat, "anna@example.com", "bert@example.com");
      NodeScript.passes("tokens.mjs", asking.url(), Jwts.SECRET, chat);
      assertThat(asking.trouble()).isEmpty();
    }
  }

  /** The content policies of what SockJS puts into frames, as a browser takes them. */
  @Test
  void pageOfAListedOriginTalksThroughTheFrameOfSockJs() throws Exception {
    Tools.need(CHROMIUM, "install Debian's package chromium, or set CHROMIUM");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Map<String, String> settings =
        Map.of(
            "CHAT_HTTP_ORIGINS", "http://127.0.0.1:" + port,
            "CHAT_STORE_URI", "rocksdb:" + directory.resolve("listing"));
    try (ServerProcess listing = ServerProcess.ready(directory, settings)) {
      NodeScript.passes("iframe.mjs", "" + port, listing.url(), server.url());
    }
  }
}
