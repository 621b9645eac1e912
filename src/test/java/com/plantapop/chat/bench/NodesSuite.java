package com.plantapop.chat.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What an acknowledged and delivered event costs the nodes of a cluster: CPU time of all of them
 * together. Readers are on their senders' node, or all on another one, so that each event crosses
 * the bus once; the difference is what that hop costs.
 */
final class NodesSuite {
  private static final int MAX_NODES = 3;
  private static final int IN_FLIGHT = 256;

  /** Until the heads of the new chats are known; not measured. */
  private static final double LEAD_SECONDS = 2;

  private final Options options;
  private final Launcher launcher;
  private final PrintStream out;

  NodesSuite(Options options, Launcher launcher, PrintStream out) {
    this.options = options;
    this.launcher = launcher;
    this.out = out;
  }

  /** Where the readers of a node's chats are. */
  private enum Readers {
    BESIDE,
    ACROSS
  }

  void run() throws IOException {
    Table table =
        new Table("nodes", "sends/s", "CPU us/event, readers beside", "across", "the hop's share");
    for (int nodes = 1; nodes <= MAX_NODES; nodes++) {
      table.row(measure(nodes));
    }
    out.printf(
        "%n## CPU of all nodes per acknowledged event: %d chats a node, one reader each,"
            + " %d sends in flight%n%n",
        Sends.CHATS, IN_FLIGHT);
    table.print(out);
    out.printf(
        "%nLowest and highest of %d rounds; the share is of their means.%n", options.rounds());
  }

  private List<String> measure(int count) throws IOException {
    try (Database database = Database.create(options.mongo());
        Client client = new Client();
        Nodes nodes = Nodes.start(launcher, database.settings(), count)) {
      return measure(database, client, nodes);
    }
  }

  private List<String> measure(Database database, Client client, Nodes nodes) {
    int count = nodes.ports().size();
    // The more processes share the machine, the longer each of them takes to compile.
    for (int slice = 0; slice < count; slice++) {
      for (Readers where : Readers.values()) {
        measure(database, client, nodes, where, options.firstWarmUpSeconds() / 2);
      }
    }
    Map<Readers, List<Meter.Window>> windows = new EnumMap<>(Readers.class);
    for (int round = 0; round < options.rounds(); round++) {
      for (Readers where : order(count, round)) {
        Meter.Window window = measure(database, client, nodes, where, options.windowSeconds());
        Progress.show(count + " nodes, readers " + where, window);
        windows.computeIfAbsent(where, none -> new ArrayList<>()).add(window);
      }
    }
    return row(count, windows);
  }

  /** Each goes first in turn, since whatever comes later finds more of the code compiled. */
  private static List<Readers> order(int nodes, int round) {
    if (nodes == 1) {
      return List.of(Readers.BESIDE);
    }
    return round % 2 == 0
        ? List.of(Readers.BESIDE, Readers.ACROSS)
        : List.of(Readers.ACROSS, Readers.BESIDE);
  }

  private static Meter.Window measure(
      Database database, Client client, Nodes nodes, Readers where, double seconds) {
    database.forgetEvents();
    List<Sends> all = start(client, nodes, where);
    Meter meter =
        new Meter(nodes::cpuMicros, () -> all.stream().mapToLong(Sends::acknowledged).sum());
    meter.measure(LEAD_SECONDS);
    Meter.Window window = meter.measure(seconds);
    stop(all);
    return window;
  }

  private static List<Sends> start(Client client, Nodes nodes, Readers where) {
    List<Integer> ports = nodes.ports();
    List<Sends> all = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      Sends sends = new Sends(client, new SendCase(IN_FLIGHT / ports.size(), true, false));
      int readers = where == Readers.BESIDE ? i : (i + 1) % ports.size();
      sends.connect(ports.get(i), ports.get(readers));
      all.add(sends);
    }
    all.forEach(Sends::start);
    return all;
  }

  private static void stop(List<Sends> all) {
    all.forEach(Sends::stop);
    all.forEach(Sends::close);
  }

  private static List<String> row(int nodes, Map<Readers, List<Meter.Window>> windows) {
    List<Meter.Window> beside = windows.get(Readers.BESIDE);
    List<Meter.Window> across = windows.getOrDefault(Readers.ACROSS, List.of());
    return List.of(
        String.valueOf(nodes),
        format("%,.0f", mean(beside, Meter.Window::perSecond)),
        range(beside),
        range(across),
        across.isEmpty() ? "-" : share(beside, across));
  }

  private static String share(List<Meter.Window> beside, List<Meter.Window> across) {
    double with = mean(across, Meter.Window::microsPerOperation);
    return format("%.0f %%", 100 * (1 - mean(beside, Meter.Window::microsPerOperation) / with));
  }

  private static String range(List<Meter.Window> windows) {
    double[] costs =
        windows.stream().mapToDouble(Meter.Window::microsPerOperation).sorted().toArray();
    return costs.length == 0
        ? "-"
        : format("%.1f", costs[0]) + " - " + format("%.1f", costs[costs.length - 1]);
  }

  private static double mean(List<Meter.Window> windows, ToDoubleFunction<Meter.Window> value) {
    return windows.stream().mapToDouble(value).average().orElse(0);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
