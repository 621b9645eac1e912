package com.plantapop.chat.bench;

/** Tells whoever waits that something happens; on stderr, since stdout is the report. */
final class Progress {
  private Progress() {}

  static void show(String what, Meter.Window measured) {
    System.err.println(what + ": " + measured);
  }
}
