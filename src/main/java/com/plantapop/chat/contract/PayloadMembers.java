package com.plantapop.chat.contract;

import com.plantapop.chat.event.LogKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of a payload that the service itself reads or completes.
 *
 * @param id what identifies the event (G3); of a receipt together with {@code person}
 * @param person who sends a message, who has read it
 */
record PayloadMembers(String id, String chatId, String person, String timestamp) {
  static PayloadMembers of(LogKind kind) {
    return new PayloadMembers(kind.idMember(), "chatId", kind.personMember(), "timestamp");
  }

  /** The formats that the service relies on, by member, in the order of the schema. */
  private Map<String, StringFormat> formats() {
    Map<String, StringFormat> formats = new LinkedHashMap<>();
    formats.put(id, StringFormat.UUID);
    formats.put(chatId, StringFormat.UUID);
    formats.put(person, StringFormat.EMAIL);
    formats.put(timestamp, StringFormat.DATE_TIME);
    return formats;
  }

  boolean contains(String name) {
    return List.of(id, chatId, person, timestamp).contains(name);
  }

  /**
   * Throws ContractException unless a schema says of these members what the customer's says. An
   * operator may tighten the contract; without these, ids could not be told apart.
   */
  void requireIn(SchemaFile file) {
    if (!"object".equals(file.at("/type"))) {
      throw file.problem("/type", "must be \"object\"");
    }
    formats().forEach((name, format) -> require(file, "/properties/" + name, format.word()));
  }

  private static void require(SchemaFile file, String property, String format) {
    boolean isKept =
        "string".equals(file.at(property + "/type"))
            && format.equals(file.at(property + "/format"));
    if (!isKept) {
      throw file.problem(property, "must have type \"string\" and format \"" + format + "\"");
    }
  }

  /** Has the members watched whose values the service reads. */
  void watch(BodyScan.Watch watch) {
    watch.text(id).text(chatId).text(person).token(timestamp);
  }
}
