package com.plantapop.chat.edge;

import com.plantapop.chat.config.HttpConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which web pages may talk to us: those of our own origin (scheme, host and port, RFC 6454), which
 * is the one that the request asks for, and those that the settings list. So that a foreign page
 * cannot become one of ours by having its own name point here, we answer to hosts of ours only.
 */
final class OriginPolicy {
  private static final String ANY = "*";

  private final List<String> origins;
  private final List<String> hosts;
  private final TrustedProxies proxies;

  OriginPolicy(HttpConfig config) {
    this.origins = config.origins();
    this.hosts = config.servedHosts();
    this.proxies = new TrustedProxies(config.trustedRanges());
  }

  /** Whether the request asks for a host of ours. */
  boolean isForUs(HttpServerRequest request) {
    return hosts.contains(ANY)
        || proxies.authority(request).map(OriginPolicy::host).filter(hosts::contains).isPresent();
  }

  /** Whether the page behind a request may talk to us; where there is none, whoever asks may. */
  boolean allows(HttpServerRequest request) {
    List<String> named = request.headers().getAll(HttpHeaders.ORIGIN);
    return named.isEmpty()
        || origins.contains(ANY)
        || (named.size() == 1 && allows(request, named.get(0)));
  }

  private boolean allows(HttpServerRequest request, String origin) {
    return origins.contains(origin) || ours(request).filter(normalized(origin)::equals).isPresent();
  }

  private Optional<String> ours(HttpServerRequest request) {
    String scheme = proxies.isSecure(request) ? "https://" : "http://";
    return proxies.authority(request).map(scheme::concat).map(OriginPolicy::normalized);
  }

  /** In lower case and without its port; empty when it is none. */
  private static String host(String authority) {
    HostAndPort parts = HostAndPort.parseAuthority(authority, -1);
    return parts == null ? "" : parts.host().toLowerCase(Locale.ROOT);
  }

  /** In lower case and without the port that its scheme implies; what is no origin as it is. */
  private static String normalized(String origin) {
    String[] parts = origin.split("://", 2);
    HostAndPort place = parts.length < 2 ? null : HostAndPort.parseAuthority(parts[1], -1);
    return place == null
        ? origin
        : (parts[0] + "://" + place.toString(parts[0].equalsIgnoreCase("https")))
            .toLowerCase(Locale.ROOT);
  }
}
