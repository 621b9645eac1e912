package com.plantapop.chat.contract;

import java.util.List;
import java.util.Random;

/** Objects with names and values of every kind, good and bad ones. */
final class RandomBodies {
  private static final int MAX_DEPTH = 5;
  private static final List<String> NAMES =
      List.of(
          "id",
          "chatId",
          "sender",
          "content",
          "timestamp",
          "messageId",
          "recipient",
          "born",
          "x/y",
          "\\u0069d",
          "a",
          "b",
          "a.b",
          "$date",
          "$oid",
          "__proto__",
          "__absolute_uri__",
          "$ref",
          "",
          " %~/",
          "\\n",
          "\\ud83c",
          "\ud83c\udf31");
  private static final List<String> SCALARS =
      List.of(
          "\"497f6eca-6276-4993-bfeb-53cbbbba6f08\"",
          "\"497F6ECA-6276-4993-bfeb-53cbbbba6f08\\n\"",
          "\"user@example.com\"",
          "\"2019-08-24T14:15:22Z\"",
          "\"2019-02-30\"",
          "\"2019-02-28\"",
          "\"\"",
          "\"\\ud83c\"",
          "\"\\udf31\\ud83c\"",
          "\"\ud83c\udf31\"",
          "null",
          "true",
          "0",
          "-0.0",
          "9223372036854775808",
          "1000000000000000000000000000000",
          "1e400",
          "1e-400",
          "0.12345678901234567890123",
          "1.5");

  private final Random random;

  RandomBodies(Random random) {
    this.random = random;
  }

  String next() {
    return object(0);
  }

  /** The body with one character less, more or changed, every other time. */
  String broken(String body) {
    int at = random.nextInt(body.length());
    char c = "{}[]\",:\\0e.\u0000\ud83c\n x".charAt(random.nextInt(16));
    return switch (random.nextInt(6)) {
      case 0 -> body.substring(0, at) + body.substring(at + 1);
      case 1 -> body.substring(0, at) + c + body.substring(at);
      case 2 -> body.substring(0, at) + c + body.substring(at + 1);
      default -> body;
    };
  }

  private String object(int depth) {
    StringBuilder object = new StringBuilder("{");
    int start = random.nextInt(NAMES.size());
    int size = random.nextInt(8);
    for (int i = 0; i < size; i++) {
      // A step of 5 through 23 names meets none twice; the escaped id may meet the plain one.
      String name = NAMES.get((start + 5 * i) % NAMES.size());
      if (!name.equals("\\u0069d") || object.indexOf("\"id\"") < 0) {
        object.append(object.length() > 1 ? "," : "");
        object.append('"').append(name).append("\":").append(value(depth + 1));
      }
    }
    return object.append('}').toString();
  }

  private String value(int depth) {
    int kind = depth > MAX_DEPTH ? 9 : random.nextInt(10);
    if (kind == 0) {
      return object(depth);
    }
    return kind == 1
        ? "[" + value(depth + 1) + "," + value(depth + 1) + "]"
        : SCALARS.get(random.nextInt(SCALARS.size()));
  }
}
