package com.plantapop.chat.attack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where a request may bring its token. */
enum TokenIn {
  URL,
  HEADER,
  FRAME;

  /** What follows the path, if anything does. */
  String query(String token) {
    return this == URL && token != null
        ? "?access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)
        : "";
  }

  /** A line of the head, if there is one. */
  String header(String token) {
    return this == HEADER && token != null ? "Authorization: Bearer " + token + "\r\n" : "";
  }
}
