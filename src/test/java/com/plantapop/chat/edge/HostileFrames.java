package com.plantapop.chat.edge;

import com.plantapop.chat.support.Frames;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A seeded source of frames that a malicious or broken client might send. */
final class HostileFrames {
  private static final List<String> TYPES =
      List.of("send", "publish", "register", "unregister", "ping", "SEND", "", "rec", "\\u0000");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "-1",
          "0",
          "1e400",
          "-0.0",
          "9223372036854775808",
          "1".repeat(1200),
          "0." + "1".repeat(500),
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"\uFFFF\uFEFF\"",
          "\"__proto__\"",
          "[".repeat(400) + "]".repeat(400),
          "{\"a\":".repeat(300) + "1" + "}".repeat(300),
          "{\"a\":1,\"a\":2}",
          "{\"$where\":\"sleep(1000)\",\"$date\":\"x\",\"a.b\":{\"$oid\":1}}",
          "\"" + "x".repeat(5000) + "\"",
          "NaN",
          "'x'",
          "01",
          "+1",
          "\"\u0001\"",
          "/**/1");
  private static final List<String> MEMBERS =
      List.of("id", "chatId", "sender", "content", "timestamp", "messageId", "recipient", "x");
  private static final List<String> HEADERS =
      List.of("since", "ack", "Authorization", "seq", "acceptedAt", "\\r\\nX", "__proto__", "");

  private final Random random;
  private int count;

  HostileFrames(long seed) {
    random = new Random(seed);
  }

  /**
   * A frame.
   *
   * @param text what is sent
   * @param replyAddress where exactly one answer is due; null when nothing can be said about it
   */
  record Hostile(String text, String replyAddress) {}

  Hostile next() {
    count++;
    // Twice, or a frame with one broken digit would be answered where another's answer is due.
    String reply = "h" + count + "-" + count;
    return switch (random.nextInt(6)) {
      case 0 -> new Hostile(garbage(), null);
      case 1 -> new Hostile(broken(frame(reply)), null);
      case 2, 3 -> send(reply);
      default -> new Hostile(frame(reply), null);
    };
  }

  /** A send whose reply address stands before whatever it carries: it must be answered once. */
  private Hostile send(String reply) {
    String text =
        "{\"replyAddress\":\""
            + reply
            + "\",\"type\":\"send\",\"address\":"
            + address()
            + (random.nextBoolean() ? ",\"headers\":" + headers() : "")
            + (random.nextInt(8) > 0 ? ",\"body\":" + body() : "")
            + "}";
    return new Hostile(text, reply);
  }

  private String frame(String reply) {
    StringBuilder out = new StringBuilder("{");
    int members = random.nextInt(6);
    for (int i = 0; i <= members; i++) {
      out.append(i == 0 ? "" : ",").append(member(reply));
    }
    return out.append('}').toString();
  }

  private String member(String reply) {
    return switch (random.nextInt(7)) {
      case 0, 1 -> "\"type\":" + (chance() ? quoted(pick(TYPES)) : pick(VALUES));
      case 2 -> "\"address\":" + address();
      case 3 -> "\"replyAddress\":" + (chance() ? quoted(reply) : pick(VALUES));
      case 4 -> "\"headers\":" + headers();
      case 5 -> "\"body\":" + body();
      default -> quoted(pick(MEMBERS)) + ":" + pick(VALUES);
    };
  }

  private String address() {
    String chat = Frames.newAddress();
    return switch (random.nextInt(9)) {
      case 0 -> pick(VALUES);
      case 1 -> quoted(chat + ".receipts");
      case 2 -> quoted(chat + ".history");
      case 3 -> quoted(chat + ".receipts.history");
      case 4 -> quoted(chat + pick(List.of("\\n", " ", ".", "0", "/receipts", "\\ud800")));
      case 5 -> quoted("chat." + "\u212A".repeat(24));
      default -> quoted(chance() ? chat : "chat/" + chat.substring(5).toUpperCase(Locale.ROOT));
    };
  }

  private String headers() {
    return chance() ? "{" + quoted(pick(HEADERS)) + ":" + pick(VALUES) + "}" : pick(VALUES);
  }

  private String body() {
    if (!chance()) {
      return pick(VALUES);
    }
    StringBuilder out = new StringBuilder("{");
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      out.append(i == 0 ? "" : ",").append(quoted(pick(MEMBERS)));
      out.append(':').append(pick(VALUES));
    }
    return out.append('}').toString();
  }

  /** Cut off, or with a character changed, doubled or put in. */
  private String broken(String frame) {
    int at = random.nextInt(frame.length());
    char other = (char) random.nextInt(chance() ? 128 : 0xD800);
    return switch (random.nextInt(4)) {
      case 0 -> frame.substring(0, at);
      case 1 -> frame.substring(0, at) + other + frame.substring(at + 1);
      case 2 -> frame.substring(0, at) + frame;
      default -> frame.substring(0, at) + other + frame.substring(at);
    };
  }

  private String garbage() {
    StringBuilder out = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      out.append((char) random.nextInt(chance() ? 128 : 0xD800));
    }
    return out.toString();
  }

  private boolean chance() {
    return random.nextInt(3) > 0;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
