package com.plantapop.chat.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All fan-out cases on all servers. */
final class FanOutSuite {
  private static final int[] READERS = {100, 1000};
  private static final int[] IN_FLIGHT = {1, 8, 32};

  private final Options options;
  private final Launcher launcher;
  private final Client client;
  private final PrintStream out;

  FanOutSuite(Options options, Launcher launcher, Client client, PrintStream out) {
    this.options = options;
    this.launcher = launcher;
    this.client = client;
    this.out = out;
  }

  /**
   * The servers live through the whole run and take turns in every case, so that what else happens
   * on the machine hits all alike; who waits for its turn is idle.
   */
  void run() throws IOException {
    Map<ServerKind, ServerProcess> servers = new EnumMap<>(ServerKind.class);
    try {
      for (ServerKind kind : options.servers()) {
        servers.put(kind, launcher.start(kind, true));
      }
      servers.forEach(this::warmUp);
      List<FanOutCase> cases = cases();
      for (int round = 0; round < options.rounds(); round++) {
        for (FanOutCase each : cases) {
          order(round).forEach(kind -> measure(each, kind, servers.get(kind)));
        }
      }
      print(cases);
    } finally {
      servers.values().forEach(ServerProcess::close);
    }
  }

  /** The first is the last in the next round: whatever wears off, wears off for all alike. */
  private List<ServerKind> order(int round) {
    List<ServerKind> order = new ArrayList<>(options.servers());
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  private static List<FanOutCase> cases() {
    List<FanOutCase> cases = new ArrayList<>();
    for (int readers : READERS) {
      for (int inFlight : IN_FLIGHT) {
        cases.add(new FanOutCase(readers, inFlight, new EnumMap<>(ServerKind.class)));
      }
    }
    return cases;
  }

  private void warmUp(ServerKind kind, ServerProcess server) {
    try (FanOut fanOut = fanOut(kind, READERS[0], IN_FLIGHT[1])) {
      start(fanOut, server).measure(options.firstWarmUpSeconds());
      fanOut.stop();
    }
  }

  private void measure(FanOutCase which, ServerKind kind, ServerProcess server) {
    try (FanOut fanOut = fanOut(kind, which.readers(), which.inFlight())) {
      Meter meter = start(fanOut, server);
      meter.warmUp(options.maxWarmUpSeconds());
      Meter.Window window = meter.measure(options.windowSeconds());
      fanOut.stop();
      which.add(kind, window);
      Progress.show(which.title() + ", " + kind.title(), window);
    }
  }

  private FanOut fanOut(ServerKind kind, int readers, int inFlight) {
    return new FanOut(client, kind.protocol(), kind.identity(), readers, inFlight);
  }

  private static Meter start(FanOut fanOut, ServerProcess server) {
    fanOut.subscribe(server.port());
    fanOut.start();
    return new Meter(server::cpuMicros, fanOut::delivered);
  }

  private void print(List<FanOutCase> cases) {
    out.printf(
        Locale.ROOT,
        "%n## Fan-out: server CPU us per delivery (median of %d, min-max)%n%n",
        options.rounds());
    Table costs = new Table("readers", "in flight");
    options.servers().forEach(kind -> costs.column(kind.title()));
    costs.column("jwt/ours").column("ours/stock").column("ours/Centrifugo").column("ours/Netty");
    cases.forEach(each -> costs.row(each.costs(options.servers())));
    costs.print(out);
    out.printf("%nDeliveries per second%n%n");
    Table rates = new Table("readers", "in flight");
    options.servers().forEach(kind -> rates.column(kind.title()));
    cases.forEach(each -> rates.row(each.rates(options.servers())));
    rates.print(out);
  }
}
