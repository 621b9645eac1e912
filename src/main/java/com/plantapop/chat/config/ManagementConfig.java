package com.plantapop.chat.config;

/**
 * Section {@code management}: where operators look, apart from clients. It asks nobody who they
 * are, so beyond loopback the network must keep others away.
 *
 * @param host address or name to bind
 * @param port TCP port to bind; 0 takes a free one, -1 the one that is 1000 above {@code
 *     http.port}, so that several nodes of one machine do not meet, or a free one where that is
 *     taken. A line in the log names it
 * @param metrics whether anything is counted
 */
public record ManagementConfig(
    @Setting(byDefault = "127.0.0.1", min = 1, max = 255) String host,
    @Setting(byDefault = "-1", min = -1, max = 65_535) int port,
    @Setting(byDefault = "true") boolean metrics) {

  private static final int ABOVE_HTTP = 1_000;
  private static final int MAX_PORT = 65_535;

  public ManagementConfig {
    SettingRules.bounds(ManagementConfig.class, host, port, metrics).requireHost(host).orThrow();
  }

  /** Whether the port follows from that of clients, and may as well be another one. */
  public boolean isPortDerived() {
    return port < 0;
  }

  /** The port to bind beside that of clients; 0 for a free one. */
  public int portBeside(int httpPort) {
    if (!isPortDerived()) {
      return port;
    }
    int derived = httpPort + ABOVE_HTTP;
    return httpPort == 0 || derived > MAX_PORT ? 0 : derived;
  }

  /** Whether only this machine can connect; see {@link HttpConfig#isLoopback()}. */
  public boolean isLoopback() {
    return HttpConfig.isLoopback(host);
  }
}
