package com.plantapop.chat.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Section {@code http}: where clients reach us, and which of them.
 *
 * @param host address or name to bind; see {@link AuthConfig#allowOpenRemote()} for what open mode
 *     demands of it
 * @param port TCP port to bind; 0 takes a free one, which the ready line names
 * @param maxConnections open connections of the node; beyond it new ones are turned away
 * @param maxConnectionsPerAddress open connections of one address, and sockets and sessions that
 *     one address has; beyond it new ones are turned away. An office has one address for all, and
 *     so has a proxy in front of us unless it is one of {@code trustedProxies}, which say of each
 *     socket whose it is; of IPv6, the first 64 bits are one. 0 stands for no bound
 * @param requestTimeoutMs a connection is cut when the head of a request, or its body, has not come
 *     after so many milliseconds, however steadily it trickles; also how long one is kept that asks
 *     nothing more
 * @param origins web origins whose pages may talk to us beside our own, as browsers write them
 *     ({@code https://chat.example.com}); {@code *} stands for any. Who sends none, and is no
 *     browser, may always
 * @param hosts names and addresses by which clients may ask for us, without a port; {@code *}
 *     stands for any. See {@link #servedHosts()}
 * @param trustedProxies addresses and ranges ({@code 10.0.0.0/8}) of the balancers before us whose
 *     {@code X-Forwarded-Proto}, {@code X-Forwarded-Host} and {@code X-Forwarded-For} are believed.
 *     Whoever can connect from there can pretend to have come by any name and from any address
 * @param fallbacks whether SockJS's transports other than WebSocket are served
 * @param page whether our page is served; without it the libraries that it loads still are
 * @param tls the certificate, if clients are served by HTTPS
 */
public record HttpConfig(
    @Setting(byDefault = "127.0.0.1", min = 1, max = 255) String host,
    @Setting(byDefault = "8080", min = 0, max = 65_535) int port,
    @Setting(byDefault = "100000", min = 1, max = 1_000_000) int maxConnections,
    @Setting(byDefault = "1000", min = 0, max = 1_000_000) int maxConnectionsPerAddress,
    @Setting(byDefault = "30000", min = 100, max = 3_600_000) long requestTimeoutMs,
    @Setting(byDefault = "", max = 1_000) List<String> origins,
    @Setting(byDefault = "", max = 1_000) List<String> hosts,
    @Setting(byDefault = "", max = 1_000) List<String> trustedProxies,
    @Setting(byDefault = "true") boolean fallbacks,
    @Setting(byDefault = "true") boolean page,
    TlsConfig tls) {

  private static final Pattern LOOPBACK_V4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  private static final Pattern LOOPBACK_V6 = Pattern.compile("(::|(0{1,4}:){7})0{0,3}1");

  /** Browsers send origins in lower case and without a path, and we compare them as they are. */
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[a-z0-9._:\\[\\]-]+");

  private static final Pattern HOST = Pattern.compile("\\*|[a-z0-9._-]+|\\[[0-9a-f:.]+]");

  public HttpConfig {
    SettingRules.bounds(
            HttpConfig.class,
            host,
            port,
            maxConnections,
            maxConnectionsPerAddress,
            requestTimeoutMs,
            origins,
            hosts,
            trustedProxies,
            fallbacks,
            page,
            tls)
        .requireHost(host)
        .requireEach(
            "origins",
            origins,
            origin -> ORIGIN.matcher(origin).matches(),
            "* or origins such as https://chat.example.com (lower case, no path)")
        .requireEach(
            "hosts",
            hosts,
            name -> HOST.matcher(name).matches(),
            "* or names and addresses such as chat.example.com or [fd00::2] (lower case, no port)")
        .requireEach(
            "trustedProxies",
            trustedProxies,
            range -> AddressRange.parse(range).isPresent(),
            "addresses or ranges such as 10.0.0.2 or 10.0.0.0/8")
        .orThrow();
    origins = List.copyOf(origins);
    hosts = List.copyOf(hosts);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * Whether only this machine can connect: 127.0.0.0/8, ::1 or localhost. Names are not looked up,
   * since what a name means may change after the check.
   */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || LOOPBACK_V4.matcher(host).matches()
        || LOOPBACK_V6.matcher(host).matches();
  }

  /**
   * What a request's {@code Host} may be, against pages that have their own name point to our
   * address (DNS rebinding) and would then be of the same origin. Ports are not compared: they
   * protect nothing here, and a tunnel or a container's published port changes them. Loopback is
   * asked for by its own names, so those are the default there. Beyond it only the operator knows
   * the names; a default that lets in all would be unsafe, and one that lets in addresses only
   * would turn everybody away after a start that looked well, so {@code hosts} must be set.
   */
  public List<String> servedHosts() {
    return hosts.isEmpty() ? List.of("localhost", "127.0.0.1", "[::1]", hostInUrl()) : hosts;
  }

  /** {@link #trustedProxies()}, taken apart. */
  public List<AddressRange> trustedRanges() {
    return trustedProxies.stream().map(AddressRange::parse).flatMap(Optional::stream).toList();
  }

  /** What clients' URLs begin with: {@code http} or {@code https}. */
  public String scheme() {
    return tls.isOn() ? "https" : "http";
  }

  /** {@link #host()} as it stands in a URL: an IPv6 address goes into brackets. */
  public String hostInUrl() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /**
   * Section {@code http.tls}: both files, or neither. They are read again when they change.
   *
   * @param certificate PEM file with the certificate that clients are shown, and those that lead
   *     from it to its authority
   * @param key PEM file with its private key
   */
  public record TlsConfig(
      @Setting(byDefault = "", max = 4_096) String certificate,
      @Setting(byDefault = "", max = 4_096) String key) {

    public TlsConfig {
      SettingRules.bounds(TlsConfig.class, certificate, key)
          .require(
              SettingRules.isPath(certificate), "certificate", "must be the path of a PEM file")
          .require(SettingRules.isPath(key), "key", "must be the path of a PEM file")
          .require(
              certificate.isEmpty() == key.isEmpty(),
              "certificate",
              "must be set together with http.tls.key, or neither",
              "key")
          .orThrow();
    }

    /** Whether clients are served by HTTPS. */
    public boolean isOn() {
      return !certificate.isEmpty();
    }
  }
}
