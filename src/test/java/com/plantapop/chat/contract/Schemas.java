package com.plantapop.chat.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Contracts and refusals for the tests of this room. */
final class Schemas {
  static final String MESSAGE = "message.schema.json";
  static final String RECEIPT = "receipt.schema.json";
  static final String CHAT = "chat.schema.json";
  static final String DOCUMENT = "asyncapi.yaml";
  static final String REST_DOCUMENT = "openapi.yaml";

  /** The seed's example. */
  static final String EXAMPLE =
      """
      {
        "id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "chatId": "f255124e-3419-4f6e-b7ee-17a6577db94d",
        "sender": "user@example.com",
        "content": "string",
        "timestamp": "2019-08-24T14:15:22Z"
      }""";

  static final Contract PACKAGED = Contract.load(SchemaSource.packaged());

  private Schemas() {}

  /** An operator's folder with the packaged files. */
  static Path copy(Path into) throws IOException {
    for (String file : List.of(MESSAGE, RECEIPT, CHAT, DOCUMENT, REST_DOCUMENT)) {
      Files.writeString(into.resolve(file), packaged(file));
    }
    return into;
  }

  static String packaged(String file) throws IOException {
    try (InputStream stream = Schemas.class.getResourceAsStream("/schemas/" + file)) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  /**
   * A message schema with {@code edits}, members of the root, behind what the packaged one says.
   */
  static String edited(String edits) throws IOException {
    String schema = packaged(MESSAGE);
    return schema.substring(0, schema.lastIndexOf('}')) + "," + edits + "}";
  }

  /** A message schema with one more property. */
  static String withProperty(String name, String schema) throws IOException {
    return packaged(MESSAGE)
        .replaceFirst(
            "(?s)(\"properties\": \\{)", "$1 \"" + quoted(name) + "\": " + quoted(schema) + ",");
  }

  private static String quoted(String replacement) {
    return replacement.replace("\\", "\\\\").replace("$", "\\$");
  }

  static Contract load(Path folder, String messageSchema) throws IOException {
    Files.writeString(copy(folder).resolve(MESSAGE), messageSchema);
    return Contract.load(SchemaSource.directory(folder));
  }

  /** The refusal of a message, null when it is accepted. */
  static Refusal refusal(Contract contract, String body) {
    return catchThrowableOfType(Refusal.class, () -> contract.check(LogKind.MESSAGES, body));
  }

  /** Each violation as {@code pointer expected}. */
  static List<String> violations(Contract contract, String body) {
    Refusal refusal = refusal(contract, body);
    return refusal == null
        ? List.of()
        : refusal.violations().stream().map(v -> v.pointer() + " " + v.expected()).toList();
  }
}
