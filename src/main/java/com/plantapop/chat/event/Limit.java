package com.plantapop.chat.event;

import java.util.Locale;

/** The bounds on what clients may take (G7), for whoever counts how often each is met. */
public enum Limit {
  /** Connections of the node. */
  CONNECTIONS,
  /** Connections, sockets and sessions of one address. */
  ADDRESS,
  /** Sockets and sessions of one person. */
  IDENTITY,
  /** Time for the head and body of a request, a handshake among them. */
  REQUEST_TIME,
  /** Time to bring a token. */
  TOKEN_TIME,
  /** Time without a sign of life. */
  IDLE_TIME,
  /** Time without progress in reading what waits. */
  STALL_TIME,
  /** Frames a second of one socket. */
  FRAME_RATE,
  /** Frames and requests a second of one person. */
  IDENTITY_RATE,
  /** Messages a second of one person in one chat. */
  SEND_RATE,
  /** Bytes of a frame or body. */
  SIZE,
  /** Levels of a payload. */
  NESTING,
  /** Subscriptions of one socket. */
  SUBSCRIPTIONS,
  /** Frames of one socket that wait to be served, or posts of one session. */
  INBOX,
  /** Broken frames in a row, or refusals for speed. */
  VIOLATIONS,
  /** Events of one chat that wait for the store. */
  CHAT_QUEUE,
  /** Events of the node that wait for the store, their bytes, or what the store takes. */
  NODE_QUEUE,
  /** Bytes kept for all clients. */
  NODE_BYTES;

  /** As it stands in a label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
