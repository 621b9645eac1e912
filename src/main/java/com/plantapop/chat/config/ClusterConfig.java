package com.plantapop.chat.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Section {@code cluster}: whom this node joins, and how it is reached by them. Nodes find each
 * other over Hazelcast's port and talk over that of the event bus; both belong in a network that
 * nobody else reaches, since only the bus can be encrypted.
 *
 * @param enabled whether this node joins others; needs a store that all of them share
 * @param name only nodes of the same name join each other
 * @param host address of this machine (or a name for it) that the other nodes reach; both ports are
 *     bound there and nowhere else, so it can't be a wildcard
 * @param port TCP port of Hazelcast; it is taken as it is, never counted up
 * @param members nodes to look for, as {@code host:port} with Hazelcast's port; some of them may be
 *     down, this node may be among them, and one that is up is enough to find all. Empty: this node
 *     waits to be found. Must be empty with {@code file}
 * @param file Hazelcast's XML (such as {@code conf/cluster.xml}) instead of {@code members}: says
 *     whom to join and tunes the network; name, host and port remain those of the settings. Empty:
 *     none
 * @param failureTimeoutMs milliseconds without a sign of life after which a node is taken for dead;
 *     rounded up to whole seconds. A shorter one finds a dead node sooner and takes a paused one
 *     for dead more often
 * @param rawPublishTopics most topics with readers on which this node hears what services publish
 *     there themselves; each costs the cluster a registration. Beyond, services use {@code
 *     chat.submit}
 * @param busPort TCP port of the event bus; 0 takes a free one, which the nodes tell each other
 * @param busTlsCertificate PEM file with the certificate (chain) that this node shows to others,
 *     good for both server and client; with the two below it makes the bus mutual TLS
 * @param busTlsKey PEM file (PKCS#8) with its private key
 * @param busTlsCa PEM file with the authority that signed every node's certificate. Whoever it has
 *     signed is let in, so it must sign nothing else
 */
public record ClusterConfig(
    @Setting(byDefault = "false") boolean enabled,
    @Setting(byDefault = "plantapop-chat", min = 1, max = 100) String name,
    @Setting(byDefault = "127.0.0.1", min = 1, max = 255) String host,
    @Setting(byDefault = "5701", min = 1, max = 65_535) int port,
    @Setting(byDefault = "", min = 0, max = 100) List<String> members,
    @Setting(byDefault = "", min = 0, max = 4_096) String file,
    @Setting(byDefault = "12000", min = 2_000, max = 300_000) long failureTimeoutMs,
    @Setting(byDefault = "200", min = 0, max = 100_000) int rawPublishTopics,
    @Setting(byDefault = "0", min = 0, max = 65_535) int busPort,
    @Setting(byDefault = "", min = 0, max = 4_096) String busTlsCertificate,
    @Setting(byDefault = "", min = 0, max = 4_096) String busTlsKey,
    @Setting(byDefault = "", min = 0, max = 4_096) String busTlsCa) {

  private static final Pattern WILDCARD =
      Pattern.compile("0+(\\.0+){0,3}|[0:]*::[0:.]*|(0+:){7}0+");

  public ClusterConfig {
    SettingRules.bounds(
            ClusterConfig.class,
            enabled,
            name,
            host,
            port,
            members,
            file,
            failureTimeoutMs,
            rawPublishTopics,
            busPort,
            busTlsCertificate,
            busTlsKey,
            busTlsCa)
        .requireHost(host)
        .require(!WILDCARD.matcher(host).matches(), "host", wildcardProblem(host))
        .requireEach(
            "members",
            members,
            member -> HostPort.parse(member).isPresent(),
            "host:port, such as 10.0.0.2:5701 or [fd00::2]:5701")
        .require(
            file.isEmpty() || members.isEmpty(),
            "members",
            "must be empty while file is set, which says whom to join",
            "file")
        .require(
            SettingRules.isPath(file), "file", "must be a path, is " + SettingRules.quoted(file))
        .require(busPort != port, "busPort", "must differ from port, is " + port + " too", "port")
        .require(
            allOrNone(busTlsCertificate, busTlsKey, busTlsCa),
            "busTlsCertificate",
            "must be set together with busTlsKey and busTlsCa, or none of the three",
            "busTlsKey",
            "busTlsCa")
        .orThrow();
    members = List.copyOf(members);
  }

  /** {@link #members()}, taken apart. */
  public List<HostPort> seeds() {
    return members.stream().map(HostPort::parse).flatMap(Optional::stream).toList();
  }

  /** Whether nodes prove to each other who they are, and encrypt what they say. */
  public boolean isBusTls() {
    return !busTlsCertificate.isEmpty();
  }

  private static String wildcardProblem(String host) {
    return "must be the one address that other nodes reach, not a wildcard, is "
        + SettingRules.quoted(host);
  }

  private static boolean allOrNone(String... values) {
    return Stream.of(values).map(String::isEmpty).distinct().count() == 1;
  }

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
}
