package com.plantapop.chat.bench;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A chat that no case had before, and the frames of the official client for it.
 *
 * @param number makes its ids unique
 */
record Chat(int number) {
  /** Where {@link #message} has its answer. */
  static final String REPLY = "reply";

  /** Who says everything, where it is not said who. */
  static final String USER = "user@example.com";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  static Chat next() {
    return new Chat(NUMBERS.incrementAndGet());
  }

  String id() {
    return "%024x".formatted(number);
  }

  String chatId() {
    return "%08x-0000-4000-9000-000000000000".formatted(number);
  }

  String address() {
    return "chat." + id();
  }

  /**
   * @param acknowledged whether our server shall say that the subscription stands
   */
  String register(boolean acknowledged) {
    String headers = acknowledged ? "{\"ack\":\"true\"}" : "{}";
    return SockJs.frame(
        "{\"type\":\"register\",\"address\":\"" + address() + "\",\"headers\":" + headers + "}");
  }

  Template publish() {
    return new Template(SockJs.frame(frame("publish") + "}"));
  }

  /** The reply address begins with {@link SockJs#MARKER}, by which the answer is found. */
  Template send() {
    String reply = ",\"replyAddress\":\"" + (char) SockJs.MARKER + Template.REPLY + "\"}";
    return new Template(SockJs.frame(frame("send") + reply));
  }

  /**
   * Over {@link Transport#RAW}, with an answer when the subscription stands.
   *
   * @param since the last event that its reader has
   */
  String resume(long since) {
    return """
        {"type":"register","address":"%s","headers":{"since":"%d","ack":"true"}}"""
        .formatted(address(), since);
  }

  /** Over {@link Transport#RAW}; the answer comes to the same address for all. */
  String message(long id) {
    return message(USER, id);
  }

  /** The same of one of several people. */
  String message(String sender, long id) {
    String body = frame("send", sender).replace(Template.ID, "%012x".formatted(id));
    return body + ",\"replyAddress\":\"" + REPLY + "\"}";
  }

  private String frame(String type) {
    return frame(type, USER);
  }

  private String frame(String type, String sender) {
    return "{\"type\":\"%s\",\"address\":\"%s\",\"headers\":{},\"body\":%s"
        .formatted(type, address(), body(sender));
  }

  /** Of the contract's shape, 260 bytes. */
  String body() {
    return body(USER);
  }

  private String body(String sender) {
    String content = (char) SockJs.MARKER + "The seedlings need more light than water now. ";
    return """
        {"id":"%08x-0000-4000-8000-%s","chatId":"%s",\
        "sender":"%s","content":"%s","timestamp":"2026-01-31T12:00:00.123Z"}"""
        .formatted(number, Template.ID, chatId(), sender, content + "x".repeat(25));
  }
}
