package com.plantapop.chat.config;

import java.util.List;

/**
 * What is wrong, in a few words.
 *
 * @param keys the settings that are involved; the first one is to be changed
 * @param text continues a sentence that begins with the key
 */
record Problem(List<String> keys, String text) {

  /** On one line, whatever a key or a value held. */
  @Override
  public String toString() {
    return (keys.get(0) + ": " + text).replaceAll("\\p{Cntrl}", "?");
  }
}
