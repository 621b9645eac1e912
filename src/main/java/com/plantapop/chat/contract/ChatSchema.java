package com.plantapop.chat.contract;

import com.plantapop.chat.event.EmailAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a new chat must be, ready to check requests from any thread. */
final class ChatSchema {
  static final String FILE = "chat.schema.json";

  /** What the service relies on, by JSON pointer: an operator may tighten the rest. */
  private static final List<Map.Entry<String, String>> RELIED_ON =
      List.of(
          Map.entry("/type", "object"),
          Map.entry("/properties/members/type", "array"),
          Map.entry("/properties/members/items/type", "string"),
          Map.entry("/properties/members/items/format", StringFormat.EMAIL.word()),
          Map.entry("/properties/id/type", "string"),
          Map.entry("/properties/id/pattern", "^[0-9a-fA-F]{24}$"),
          Map.entry("/properties/chatId/type", "string"),
          Map.entry("/properties/chatId/format", StringFormat.UUID.word()),
          Map.entry("/properties/attributes/type", "object"));

  private final PayloadSchema.Judge judge;

  private ChatSchema(PayloadSchema.Judge judge) {
    this.judge = judge;
  }

  /** Throws ContractException when the file cannot be enforced. */
  static ChatSchema load(SchemaSource source) {
    SchemaFile file = SchemaFile.read(source, FILE);
    RELIED_ON.forEach(rule -> require(file, rule.getKey(), rule.getValue()));
    if (!(file.at("/required") instanceof List<?> names && names.contains(ChatDraft.MEMBERS))) {
      throw file.problem("/required", "must hold \"" + ChatDraft.MEMBERS + "\"");
    }
    return new ChatSchema(SchemaCompiler.compile(file));
  }

  private static void require(SchemaFile file, String pointer, String value) {
    if (!value.equals(file.at(pointer))) {
      throw file.problem(pointer, "must be \"" + value + "\"");
    }
  }

  /** Throws a Refusal when the body does not fit. */
  ChatDraft check(String body) {
    PayloadSchema.require(BodyScan.of(body, new BodyScan.Watch()), judge);
    ChatDraft draft = ChatDraft.of(body);
    requireEachOnce(draft.members());
    return draft;
  }

  private static void requireEachOnce(List<String> members) {
    Violations violations = new Violations();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < members.size(); i++) {
      if (!seen.add(EmailAddress.canonical(members.get(i)))) {
        violations.add("/" + ChatDraft.MEMBERS + "/" + i, "no member twice");
      }
    }
    violations.refuse();
  }
}
