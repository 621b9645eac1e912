package com.plantapop.chat.edge.rest;

import java.util.Optional;

/**
 * What a request is answered when it succeeds.
 *
 * @param text JSON; empty for none
 * @param location of what was created or found
 */
record RestAnswer(int status, String text, Optional<String> location) {
  static final RestAnswer NOTHING = new RestAnswer(204, "");

  RestAnswer(int status, String text) {
    this(status, text, Optional.empty());
  }
}
