package com.plantapop.chat.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sockets that all come at once, when a service starts and when a node of its cluster has died; or
 * people who talk in pairs. Each case runs with each jar in turn, so that an older one is measured
 * under the same conditions.
 */
final class StormSuite {
  private final Options options;
  private final PrintStream out;
  private final List<Server> servers = new ArrayList<>();
  private final Figures figures;
  private final List<String> failures = new ArrayList<>();

  StormSuite(Options options, Launcher launcher, PrintStream out) throws IOException {
    this.options = options;
    this.out = out;
    Path built = Path.of(ClassPath.ofThisProcess().jar());
    for (Path jar : options.jars().isEmpty() ? List.of(built) : options.jars()) {
      String name = jar.equals(built) ? jar.getFileName().toString() : jar.toString();
      servers.add(new Server(name, launcher.of(jar)));
    }
    boolean withTokens = options.pairs() && options.servers().contains(ServerKind.JWT);
    if (withTokens) {
      servers.add(new Server(ServerKind.JWT.title(), launcher.of(built).as(Identity.JWT)));
    }
    this.figures = new Figures(servers.stream().map(Server::name).toList(), withTokens);
  }

  /** A column of the table. */
  private record Server(String name, Launcher launcher) {}

  void run() throws IOException {
    SocketLimits.check(options.sockets());
    for (int round = 0; round < options.rounds(); round++) {
      for (StormCase each : cases()) {
        runAll(each, round);
      }
    }
    report();
    if (!failures.isEmpty()) {
      throw new BenchmarkException(String.join("\n", failures));
    }
  }

  private List<StormCase> cases() {
    return options.pairs()
        ? List.of(new PairsCase(options, 0), new PairsCase(options, 1), new PairsCase(options, 2))
        : List.of(new LoneNodeStorm(options), new IdleSockets(options), new ClusterStorm(options));
  }

  /** Each goes first in turn. */
  private void runAll(StormCase which, int round) throws IOException {
    List<Server> order = new ArrayList<>(servers);
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    for (Server server : order) {
      run(which, server);
    }
  }

  /** What fails with one says nothing of the other, which goes on. */
  private void run(StormCase which, Server server) throws IOException {
    String name = server.name();
    try {
      which.run(
          server.launcher(), (what, value) -> figures.add(name, which.name() + ": " + what, value));
    } catch (BenchmarkException failed) {
      failures.add(name + ", " + which.name() + ": " + failed.getMessage());
    }
  }

  private void report() {
    if (options.pairs()) {
      out.printf("%n## Two-person chats, in turns; all processes share all cores%n%n");
    } else {
      out.printf(
          "%n## %,d sockets at once, in %,d chats; all processes share all cores%n%n",
          options.sockets(), options.sockets() / Storm.MEMBERS);
    }
    figures.print(out);
    out.printf("%nLowest and highest; %d rounds.%n", options.rounds());
    out.println(Database.describe(options.mongo()));
  }
}
