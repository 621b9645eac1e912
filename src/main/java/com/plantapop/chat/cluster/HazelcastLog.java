package com.plantapop.chat.cluster;

/** Sends what Hazelcast logs to where everything else goes. */
final class HazelcastLog {
  private static final String TYPE = "hazelcast.logging.type";

  private HazelcastLog() {}

  /**
   * To be called before any of its classes is loaded: some log from static code, before there is a
   * configuration, and then only a system property keeps them from java.util.logging and its own
   * format on stderr. One that the operator has set is left alone.
   */
  static void useSlf4j() {
    if (System.getProperty(TYPE) == null) {
      System.setProperty(TYPE, "slf4j");
    }
  }
}
