package com.plantapop.chat.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Section {@code http}: where clients reach us.
 *
 * @param host address or name to bind; see {@link AuthConfig#allowOpenRemote()} for what open mode
 *     demands of it
 * @param port TCP port to bind; 0 takes a free one, which the ready line names
 * @param maxConnections open connections of the node; beyond it new ones are turned away
 * @param requestTimeoutMs a connection is cut when the head of a request, or its body, has not come
 *     after so many milliseconds, however steadily it trickles; also how long one is kept that asks
 *     nothing more
 * @param origins web origins whose pages may open sockets, as browsers write them ({@code
 *     https://chat.example.com}); {@code *} stands for any
 */
public record HttpConfig(
    @Setting(byDefault = "127.0.0.1", min = 1, max = 255) String host,
    @Setting(byDefault = "8080", min = 0, max = 65_535) int port,
    @Setting(byDefault = "100000", min = 1, max = 1_000_000) int maxConnections,
    @Setting(byDefault = "30000", min = 100, max = 3_600_000) long requestTimeoutMs,
    @Setting(byDefault = "*", min = 0, max = 1_000) List<String> origins) {

  private static final Pattern LOOPBACK_V4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  private static final Pattern LOOPBACK_V6 = Pattern.compile("(::|(0{1,4}:){7})0{0,3}1");

  /** Browsers send origins in lower case and without a path, and we compare them as they are. */
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[a-z0-9._:\\[\\]-]+");

  public HttpConfig {
    SettingRules rules =
        SettingRules.bounds(HttpConfig.class, host, port, maxConnections, requestTimeoutMs, origins)
            .requireHost(host);
    for (String origin : origins) {
      rules.require(ORIGIN.matcher(origin).matches(), "origins", originProblem(origin));
    }
    rules.orThrow();
    origins = List.copyOf(origins);
  }

  /**
   * Whether only this machine can connect: 127.0.0.0/8, ::1 or localhost. Names are not looked up,
   * since what a name means may change after the check.
   */
  public boolean isLoopback() {
    return host.equalsIgnoreCase("localhost")
        || LOOPBACK_V4.matcher(host).matches()
        || LOOPBACK_V6.matcher(host).matches();
  }

  private static String originProblem(String origin) {
    return "must hold * or origins such as https://chat.example.com (lower case, no path), has "
        + SettingRules.quoted(origin);
  }
}
