package com.plantapop.chat.bench;

import com.plantapop.chat.support.TestMongo;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param quick one short round: shows that the tool works, its figures are rough
 * @param sends whether to measure acknowledged durable sends
 * @param fanOut whether to measure fan-out
 * @param pairs whether to measure two-person chats
 * @param storm whether to measure sockets that all come at once
 * @param servers those that fan-out is measured on, and whether pairs are with tokens, too; sends
 *     are measured on ours alone, since only it stores anything
 * @param contested whether to measure one chat that nodes of a cluster write to at the same time
 * @param nodes whether to measure what an event costs a cluster
 * @param mongo the server of the MongoDB API for what needs a cluster; empty to start one
 * @param sockets of a storm, an even number
 * @param jars to run pairs and storm with, in turns, the first of them as the server other; empty
 *     for the one that was built
 * @param centrifugo the binary of that server, which is not among our dependencies
 * @param rounds times that each case is repeated; the servers take turns in between
 * @param jvmFlags further flags for every server, such as those of a profiler
 */
record Options(
    boolean quick,
    boolean sends,
    boolean fanOut,
    boolean contested,
    boolean nodes,
    boolean pairs,
    boolean storm,
    Set<ServerKind> servers,
    Optional<String> mongo,
    int sockets,
    List<Path> jars,
    Optional<Path> centrifugo,
    int rounds,
    List<String> jvmFlags) {
  static final String USAGE =
      """
      usage: Benchmark [--quick] [--only sends|fanout|nodes|contested|pairs|storm] [--rounds N]
                       [--servers ours,jwt,uncounted,other,stock,centrifugo,netty] [--mongo URI]
                       [--jvm "FLAG ..."] [--sockets N] [--jar FILE,FILE] [--centrifugo FILE]
      nodes, contested, pairs and storm run only when they are named; --sockets is the storm's, --jar
      that of pairs, too; of fan-out it names the server other. jwt is ours with tokens, in fan-out
      and, beside the jars, in pairs.""";

  static Options parse(String... args) {
    boolean quick = false;
    String only = "";
    Set<ServerKind> servers = EnumSet.of(ServerKind.OURS, ServerKind.STOCK, ServerKind.NETTY);
    Optional<String> mongo = Optional.ofNullable(System.getenv(TestMongo.NAMED));
    OptionalInt sockets = OptionalInt.empty();
    List<Path> jars = List.of();
    Optional<Path> centrifugo = Optional.empty();
    OptionalInt rounds = OptionalInt.empty();
    List<String> flags = List.of();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--only" -> only = value(args, ++i);
        case "--servers" -> servers = servers(value(args, ++i));
        case "--mongo" -> mongo = Optional.of(value(args, ++i));
        case "--sockets" -> sockets = OptionalInt.of(number(args, ++i));
        case "--jar" -> jars = Stream.of(value(args, ++i).split(",", -1)).map(Path::of).toList();
        case "--centrifugo" -> centrifugo = Optional.of(Path.of(value(args, ++i)));
        case "--rounds" -> rounds = OptionalInt.of(number(args, ++i));
        case "--jvm" -> flags = List.of(value(args, ++i).strip().split("\\s+", -1));
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    if (!Set.of("", "sends", "fanout", "nodes", "contested", "pairs", "storm").contains(only)) {
      throw new IllegalArgumentException(
          "--only must be sends, fanout, nodes, contested, pairs or storm");
    }
    if (servers.contains(ServerKind.CENTRIFUGO) && centrifugo.isEmpty()) {
      throw new IllegalArgumentException(
          "--servers centrifugo needs --centrifugo FILE, which is built with"
              + " go install github.com/centrifugal/centrifugo/v6@latest");
    }
    boolean sends = Set.of("", "sends").contains(only);
    boolean fanOut = Set.of("", "fanout").contains(only);
    boolean contested = only.equals("contested");
    boolean nodes = only.equals("nodes");
    return new Options(
        quick,
        sends,
        fanOut,
        contested,
        nodes,
        only.equals("pairs"),
        only.equals("storm"),
        servers,
        mongo,
        sockets.orElse(quick ? 400 : 8_000) & ~1,
        jars,
        centrifugo,
        rounds.orElse(quick ? 1 : 3),
        flags);
  }

  /** Until what a storm has begun is over: a node lets go of topics and asks again after 10 s. */
  double settleSeconds() {
    return quick ? 3 : 12;
  }

  /** As long as it takes until each socket has had one heartbeat, whenever it came. */
  double idleSeconds() {
    return quick ? 10 : 25;
  }

  /** Length of a measurement. */
  double windowSeconds() {
    return quick ? 2 : 5;
  }

  /** Load on a fresh server that is not measured, so that no case pays for its start. */
  double firstWarmUpSeconds() {
    return quick ? 5 : 20;
  }

  /** The longest that the warm-up of each case may take. */
  int maxWarmUpSeconds() {
    return quick ? 5 : 15;
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new IllegalArgumentException(args[index - 1] + " needs a value");
    }
    return args[index];
  }

  private static int number(String[] args, int index) {
    int number = Integer.parseInt(value(args, index));
    if (number < 1) {
      throw new IllegalArgumentException(args[index - 1] + " must be positive");
    }
    return number;
  }

  private static Set<ServerKind> servers(String list) {
    List<ServerKind> named = Stream.of(list.split(",")).map(ServerKind::named).toList();
    return EnumSet.copyOf(named);
  }
}
