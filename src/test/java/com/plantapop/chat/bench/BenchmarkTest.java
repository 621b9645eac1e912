package com.plantapop.chat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.TestNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the benchmark from rotting between two runs of it. */
class BenchmarkTest {
  @Test
  void everyReaderGetsEveryMessage() throws Exception {
    try (BareNetty server = new BareNetty();
        Client client = new Client();
        FanOut fanOut = new FanOut(client, FanOutProtocol.EVENT_BUS, Identity.OPEN, 20, 8)) {
      fanOut.subscribe(server.port());
      fanOut.start();
      long self = ProcessHandle.current().pid();
      Meter meter = new Meter(() -> ServerProcess.cpuMicros(self), fanOut::delivered);

      Meter.Window window = meter.measure(0.2);
      fanOut.stop();

      assertThat(window.count()).isPositive();
      assertThat(window.cpuMicros()).isPositive();
    }
  }

  @Test
  void peopleWithTokensGetEveryMessageToo(@TempDir Path data) throws Exception {
    Map<String, String> settings = Limits.farOff(Identity.JWT.settings());
    try (TestNode node = TestNode.start(data, settings, UnaryOperator.identity());
        Client client = new Client();
        FanOut fanOut = new FanOut(client, FanOutProtocol.EVENT_BUS, Identity.JWT, 20, 8);
        Conversations talk = new Conversations(client, Identity.JWT, 5, node.port(), node.port())) {
      fanOut.subscribe(node.port());
      fanOut.start();
      talk.start();
      await(() -> fanOut.delivered() >= 400 && talk.turns() >= 100);
      fanOut.stop();
      talk.stop();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Client.pause(10);
    }
  }

  @Test
  void peopleWithoutTokensAreNotLetIn(@TempDir Path data) throws Exception {
    try (TestNode node = TestNode.start(data, Identity.JWT.settings(), UnaryOperator.identity());
        Client client = new Client();
        FanOut fanOut = new FanOut(client, FanOutProtocol.EVENT_BUS, Identity.OPEN, 2, 1)) {
      assertThatThrownBy(() -> fanOut.subscribe(node.port())).hasMessageContaining("refused");
    }
  }

  /** Half of the members meet a node that is dead, and all messages reach both none the less. */
  @Test
  void membersOfAStormTryAgainAndHearEachOther(@TempDir Path data) throws Exception {
    try (TestNode node = TestNode.start(data);
        Client client = new Client();
        Storm storm = new Storm(client, 40)) {
      Storm.Wave wave = storm.connect(List.of(node.port(), Nodes.freePort()));

      assertThat(wave.sockets()).isEqualTo(40);
      assertThat(wave.failedAttempts()).isEqualTo(20);
      assertThat(storm.speak()).isEqualTo(20);
      assertThat(storm.speak()).isEqualTo(20);
    }
  }

  @Test
  void eventThatAStormDoesNotExpectIsAnError(@TempDir Path data) throws Exception {
    Chat chat = new Chat(Integer.MAX_VALUE);
    try (TestNode node = TestNode.start(data);
        Client client = new Client();
        Storm storm = new Storm(client, List.of(chat))) {
      storm.connect(List.of(node.port()));
      storm.speak();
      Sends stranger = new Sends(client, chat, 1, 1_000);
      stranger.connect(node.port());
      stranger.start();
      stranger.stop();
      stranger.close();

      assertThatThrownBy(storm::speak).hasMessageContaining("came after 1, of 1");
    }
  }

  @Test
  void fillsInTheIdsOfAMaskedFrame() {
    Chat chat = new Chat(7);
    ByteBuf out = Unpooled.buffer();

    chat.send().write(out, 0xABC, (3L << 32) | 5);

    String text = unmasked(out);
    assertThat(text)
        .startsWith(
            "[\"{\\\"type\\\":\\\"send\\\",\\\"address\\\":\\\"chat.000000000000000000000007")
        .contains("\\\"id\\\":\\\"00000007-0000-4000-8000-000000000abc\\\"")
        .endsWith("\\\"replyAddress\\\":\\\"^000300000005\\\"}\"]");
    int marker = text.lastIndexOf(SockJs.MARKER);
    assertThat(Template.parse(ascii(text), marker + 1)).isEqualTo((3L << 32) | 5);
  }

  @Test
  void countsEventsThatShareAFrame() {
    String event = unmasked(frame(new Chat(1).publish())).replaceAll("^\\[|]$", "");

    assertThat(SockJs.countEvents(ascii("a[" + event + "]"))).isEqualTo(1);
    assertThat(SockJs.countEvents(ascii("a[" + event + "," + event + "," + event + "]")))
        .isEqualTo(3);
    assertThat(SockJs.countEvents(ascii("h"))).isZero();
  }

  @Test
  void countsPublicationsOfCentrifugo() {
    Chat chat = new Chat(1);
    String push =
        """
        {"push":{"channel":"%s","pub":{"data":%s,"info":{"user":"","client":"%s"}}}}"""
            .formatted(chat.address(), chat.body(), new UUID(1, 2));

    assertThat(SockJs.countEvents(ascii(push))).isEqualTo(1);
    assertThat(SockJs.countEvents(ascii(push + "\n" + push + "\n" + push))).isEqualTo(3);
    assertThat(Centrifugo.hasError(ascii("{\"id\":2,\"error\":{\"code\":103}}"))).isTrue();
    assertThat(Centrifugo.hasError(ascii(push))).isFalse();
  }

  @Test
  void percentilesAreValuesThatOccurred() {
    Latencies latencies = new Latencies();
    for (int millis = 200; millis > 0; millis--) {
      latencies.add(millis * 1_000_000L);
    }

    assertThat(latencies.millis(50)).isEqualTo(100);
    assertThat(latencies.millis(99)).isEqualTo(198);
    assertThat(latencies.millis(100)).isEqualTo(200);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(Options.parse("--quick", "--only", "sends").fanOut()).isFalse();
    assertThat(Options.parse().contested() || Options.parse().nodes()).isFalse();
    assertThat(Options.parse("--only", "storm", "--jar", "a,b").jars()).hasSize(2);
    assertThatThrownBy(() -> Options.parse("--sockets", "0")).hasMessageContaining("positive");
    assertThatThrownBy(() -> Options.parse("--only", "cpu")).hasMessageContaining("--only");
    assertThatThrownBy(() -> Options.parse("--servers", "nginx")).hasMessageContaining("nginx");
    assertThat(Options.parse("--servers", "ours,centrifugo", "--centrifugo", "c").servers())
        .hasSize(2);
    assertThatThrownBy(() -> Options.parse("--servers", "centrifugo"))
        .hasMessageContaining("go install");
    assertThatThrownBy(() -> Options.parse("--only")).hasMessageContaining("needs a value");
  }

  private static ByteBuf frame(Template template) {
    ByteBuf out = Unpooled.buffer();
    template.write(out, 1);
    return out;
  }

  /** The text of a client's frame with a length of 16 bits. */
  private static String unmasked(ByteBuf frame) {
    StringBuilder text = new StringBuilder();
    frame.skipBytes(8);
    for (int i = 0; frame.isReadable(); i++) {
      text.append((char) (Frames.masked(frame.readByte(), i) & 0xFF));
    }
    return text.toString();
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
