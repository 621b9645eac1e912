package com.plantapop.chat.support;

import java.util.HashMap;
import java.util.Map;

/** The bounds that are made for people, for tests in which a program says more than people do. */
public final class Limits {
  private static final String FAR = "1000000";

  /** As environment variables. */
  public static final Map<String, String> FAR_OFF =
      Map.of(
          "CHAT_HTTP_MAX_CONNECTIONS_PER_ADDRESS", "0",
          "CHAT_EDGE_FRAMES_PER_SECOND", FAR,
          "CHAT_EDGE_FRAME_BURST", FAR,
          "CHAT_EDGE_FRAMES_PER_SECOND_PER_IDENTITY", FAR,
          "CHAT_EDGE_MAX_VIOLATIONS", FAR,
          "CHAT_INGEST_SENDS_PER_SECOND_PER_CHAT", FAR,
          "CHAT_INGEST_SEND_BURST_PER_CHAT", FAR);

  private Limits() {}

  /** The same, and further settings. */
  public static Map<String, String> farOff(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(FAR_OFF);
    all.putAll(settings);
    return all;
  }
}
