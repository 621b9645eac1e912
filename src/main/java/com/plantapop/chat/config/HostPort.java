package com.plantapop.chat.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP endpoint as settings write it: {@code chat-b:5701}, {@code 10.0.0.2:5701} or {@code
 * [fd00::2]:5701}.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

  /** The port is demanded: a default would hide that somebody forgot it. */
  private static final Pattern SYNTAX =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");

  private static final int MAX_PORT = 65_535;

  /** Empty when {@code text} is none. */
  static Optional<HostPort> parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    int port = Integer.parseInt(parts.group(3));
    return port < 1 || port > MAX_PORT ? Optional.empty() : Optional.of(new HostPort(host, port));
  }

  /** As settings write it. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
