package com.plantapop.chat.edge;

import com.plantapop.chat.event.Refusal;
import java.util.Map;

/**
 * A decoded frame of the bridge protocol, as far as it could be read. What is missing is null.
 *
 * @param type the kind of frame, null when unknown or unreadable
 * @param address the address as the client wrote it
 * @param replyAddress where the client waits for the answer
 * @param headers the headers, numbers and booleans as text; empty when there are none
 * @param body the exact text of the body's JSON value
 * @param problem why the frame cannot be served, null when it can
 */
record Frame(
    Type type,
    String address,
    String replyAddress,
    Map<String, String> headers,
    String body,
    Refusal problem) {

  enum Type {
    PING,
    REGISTER,
    UNREGISTER,
    SEND,
    PUBLISH
  }

  /**
   * Whether serving it may take time: what only changes or says something here and now does not.
   */
  boolean mayTakeTime() {
    return type == Type.SEND || type == Type.PUBLISH || type == Type.REGISTER;
  }

  /**
   * Where the client expects a refusal: the reply address of a send, and of what may be one because
   * its type could not be read; else the address.
   */
  String answerAddress() {
    boolean mayBeSend = type == Type.SEND || type == null;
    return mayBeSend && replyAddress != null ? replyAddress : address;
  }
}
