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

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  static Chat next() {
    return new Chat(NUMBERS.incrementAndGet());
  }

  String address() {
    return "chat.%024x".formatted(number);
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
    String body = frame("send").replace(Template.ID, "%012x".formatted(id));
    return body + ",\"replyAddress\":\"" + REPLY + "\"}";
  }

  private String frame(String type) {
    return "{\"type\":\"%s\",\"address\":\"%s\",\"headers\":{},\"body\":%s"
        .formatted(type, address(), body());
  }

  /** Of the contract's shape, 260 bytes. */
  String body() {
    String content = (char) SockJs.MARKER + "The seedlings need more light than water now. ";
    return """
        {"id":"%08x-0000-4000-8000-%s","chatId":"%08x-0000-4000-9000-000000000000",\
        "sender":"user@example.com","content":"%s","timestamp":"2026-01-31T12:00:00.123Z"}"""
        .formatted(number, Template.ID, number, content + "x".repeat(25));
  }
}
