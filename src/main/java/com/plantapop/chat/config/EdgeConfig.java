package com.plantapop.chat.config;

/**
 * Section {@code edge}: the bounds of one client's socket.
 *
 * @param maxFrameBytes largest frame of a client, in bytes of UTF-8
 * @param maxSubscriptions addresses that one socket may be registered on
 * @param maxInFlight sends of one socket that await their answer; at the bound the socket is not
 *     read until one is answered
 * @param framesPerSecond frames of one socket that are accepted per second in the long run
 * @param frameBurst frames of one socket that are accepted at once after a pause; at least {@code
 *     framesPerSecond}. 0 stands for {@code maxSubscriptions} and 200 more: who comes back may
 *     register everything again
 * @param framesPerSecondPerIdentity frames of one person that are accepted per second in the long
 *     run, over all sockets of the node, and requests of REST with them; at once, as many as four
 *     sockets may send. At least {@code framesPerSecond}. Services are not bound by it
 * @param maxRequestsPerIdentity requests of one person on the node at a time, until their answers
 *     are read; beyond it new ones are refused
 * @param maxSocketsPerIdentity sockets and sessions of one person on the node; beyond it new ones
 *     are refused (429). Services are not bound by it
 * @param readerBudgetBytes bytes that may wait for one slow reader before it is no longer live but
 *     fed from the log; at least two of the largest frames
 * @param nodeBudgetBytes bytes that may be kept for all clients of the node together; beyond it
 *     those who hold most wait, and have to go (4008) when it lasts. 0 stands for a quarter of the
 *     heap; at least eight times {@code readerBudgetBytes}
 * @param stallTimeoutMs a reader that makes no progress for so many milliseconds is closed (4008)
 * @param heartbeatMs milliseconds between signs of life that we send
 * @param idleTimeoutMs a socket that shows no sign of life for so many milliseconds is closed; more
 *     than {@code heartbeatMs}, else it could not be in time
 * @param maxViolations broken frames in a row (400, 413) after which a socket is closed (4009)
 */
public record EdgeConfig(
    @Setting(byDefault = "65536", min = 1_024, max = 1_048_576) int maxFrameBytes,
    @Setting(byDefault = "1000", min = 1, max = 100_000) int maxSubscriptions,
    @Setting(byDefault = "1024", min = 1, max = 100_000) int maxInFlight,
    @Setting(byDefault = "50", min = 1, max = 1_000_000) int framesPerSecond,
    @Setting(byDefault = "0", min = 0, max = 10_000_000) int frameBurst,
    @Setting(byDefault = "200", min = 1, max = 1_000_000) int framesPerSecondPerIdentity,
    @Setting(byDefault = "50", min = 1, max = 1_000_000) int maxSocketsPerIdentity,
    @Setting(byDefault = "16", min = 1, max = 1_000_000) int maxRequestsPerIdentity,
    @Setting(byDefault = "262144", min = 2_048, max = 67_108_864) int readerBudgetBytes,
    @Setting(byDefault = "0", min = 0, max = 1_099_511_627_776L) long nodeBudgetBytes,
    @Setting(byDefault = "30000", min = 100, max = 3_600_000) long stallTimeoutMs,
    @Setting(byDefault = "25000", min = 100, max = 3_600_000) long heartbeatMs,
    @Setting(byDefault = "90000", min = 100, max = 3_600_000) long idleTimeoutMs,
    @Setting(byDefault = "20", min = 1, max = 1_000_000) int maxViolations) {

  /** What a client may send beside registering everything again: its page loads as well. */
  private static final int BEYOND_SUBSCRIPTIONS = 200;

  public EdgeConfig {
    SettingRules.bounds(
            EdgeConfig.class,
            maxFrameBytes,
            maxSubscriptions,
            maxInFlight,
            framesPerSecond,
            frameBurst,
            framesPerSecondPerIdentity,
            maxSocketsPerIdentity,
            maxRequestsPerIdentity,
            readerBudgetBytes,
            nodeBudgetBytes,
            stallTimeoutMs,
            heartbeatMs,
            idleTimeoutMs,
            maxViolations)
        .compare(
            frameBurst == 0 || frameBurst >= framesPerSecond,
            "frameBurst",
            "0 or at least",
            "framesPerSecond")
        .compare(
            framesPerSecondPerIdentity >= framesPerSecond,
            "framesPerSecondPerIdentity",
            "at least",
            "framesPerSecond")
        .compare(
            readerBudgetBytes >= 2L * maxFrameBytes,
            "readerBudgetBytes",
            "at least twice",
            "maxFrameBytes")
        .compare(
            nodeBudgetBytes == 0 || nodeBudgetBytes >= 8L * readerBudgetBytes,
            "nodeBudgetBytes",
            "0 or at least eight times",
            "readerBudgetBytes")
        .compare(idleTimeoutMs > heartbeatMs, "idleTimeoutMs", "greater than", "heartbeatMs")
        .orThrow();
    frameBurst =
        frameBurst == 0
            ? Math.max(maxSubscriptions + BEYOND_SUBSCRIPTIONS, framesPerSecond)
            : frameBurst;
    nodeBudgetBytes = nodeBudgetBytes == 0 ? Runtime.getRuntime().maxMemory() / 4 : nodeBudgetBytes;
  }
}
