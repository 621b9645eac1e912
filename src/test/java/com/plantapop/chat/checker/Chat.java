package com.plantapop.chat.checker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** One chat: its logs, and who belongs to it. */
final class Chat {
  private final String id;
  private final ChatLog messages;
  private final ChatLog receipts;
  private final ChatLog members;
  private final Map<Person, Membership> people = new LinkedHashMap<>();

  /**
   * @param everybody who belongs to it in the beginning, and services, which need not
   */
  Chat(Random random, List<Person> everybody, Journal journal) {
    this.id = Seeds.uuid(random).toString().replace("-", "").substring(0, 24);
    this.messages = new ChatLog(this, "", journal);
    this.receipts = new ChatLog(this, ".receipts", journal);
    this.members = new MembersLog(this, journal);
    everybody.forEach(person -> people.put(person, new Membership(person, this)));
  }

  String id() {
    return id;
  }

  ChatLog messages() {
    return messages;
  }

  ChatLog receipts() {
    return receipts;
  }

  ChatLog members() {
    return members;
  }

  Stream<ChatLog> logs() {
    return Stream.of(messages, receipts, members);
  }

  Membership of(Person person) {
    return people.get(person);
  }

  /** Of those whose right depends on it. */
  List<Membership> memberships() {
    return people.values().stream().filter(each -> !each.person().isService()).toList();
  }

  /** The person behind a payload, null when it is nobody's or a service's. */
  Membership of(String email) {
    return memberships().stream()
        .filter(each -> each.person().email().equals(email))
        .findFirst()
        .orElse(null);
  }

  String[] emails() {
    return memberships().stream().map(each -> each.person().email()).toArray(String[]::new);
  }

  @Override
  public String toString() {
    return "chat." + id;
  }
}
