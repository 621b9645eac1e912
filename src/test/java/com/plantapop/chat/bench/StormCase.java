package com.plantapop.chat.bench;

import java.io.IOException;

/** A part of {@link StormSuite}, with servers of its own. */
interface StormCase {
  String name();

  /**
   * Measures once.
   *
   * @param launcher of the server under test
   */
  void run(Launcher launcher, Results results) throws IOException;

  /** Takes what was measured. */
  interface Results {
    void add(String what, double value);
  }
}
