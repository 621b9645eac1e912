package com.plantapop.chat.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writers in one chat, spread evenly over the nodes of a cluster. Only the ratios within one run
 * count: the store is whatever server there is, and all processes share the machine.
 */
final class ContestedSuite {
  private static final int WRITERS = 300;
  private static final int MAX_NODES = 3;

  /** Until the writers are in step; not measured. */
  private static final double LEAD_SECONDS = 1;

  /** Ids of a node's events begin here, times its place. */
  private static final long IDS_PER_NODE = 1L << 40;

  private final Options options;
  private final Launcher launcher;
  private final PrintStream out;

  ContestedSuite(Options options, Launcher launcher, PrintStream out) {
    this.options = options;
    this.launcher = launcher;
    this.out = out;
  }

  void run() throws IOException {
    Table table =
        new Table("nodes", "sends/s", "CPU us/event", "p50 ms per node", "p99 ms per node");
    List<String> races = new ArrayList<>();
    for (int nodes = 1; nodes <= MAX_NODES; nodes++) {
      measure(nodes, table, races);
    }
    out.printf("%n## One chat, %d writers, one send in flight each%n%n", WRITERS);
    table.print(out);
    out.printf("%nEach row is a chat of its own. Over the whole run, warm-up included:%n%n");
    races.forEach(out::println);
  }

  private void measure(int count, Table table, List<String> races) throws IOException {
    Nodes nodes;
    try (Database database = Database.create(options.mongo());
        Client client = new Client()) {
      nodes = Nodes.start(launcher, database.settings(), count);
      try (nodes) {
        // The more processes share the machine, the longer each of them takes to compile.
        for (int slice = 0; slice < count; slice++) {
          measure(client, nodes, options.firstWarmUpSeconds());
          database.forgetEvents();
        }
        for (int round = 0; round < options.rounds(); round++) {
          database.forgetEvents();
          table.row(measure(client, nodes, LEAD_SECONDS));
        }
      }
    }
    int node = 1;
    for (String said : nodes.races()) {
      races.add("node " + node++ + " of " + count + ": " + said);
    }
  }

  private List<String> measure(Client client, Nodes nodes, double leadSeconds) {
    List<Sends> all = connect(client, nodes);
    try {
      all.forEach(Sends::start);
      Meter meter =
          new Meter(nodes::cpuMicros, () -> all.stream().mapToLong(Sends::acknowledged).sum());
      meter.measure(leadSeconds);
      all.forEach(Sends::clearLatencies);
      Meter.Window window = meter.measure(options.windowSeconds());
      Progress.show(all.size() + " nodes", window);
      List<String> row = row(all, window);
      all.forEach(Sends::stop);
      return row;
    } finally {
      all.forEach(Sends::close);
    }
  }

  private static List<String> row(List<Sends> all, Meter.Window window) {
    return List.of(
        String.valueOf(all.size()),
        String.format(Locale.ROOT, "%,.0f", window.perSecond()),
        String.format(Locale.ROOT, "%.0f", window.microsPerOperation()),
        millis(all, 50),
        millis(all, 99));
  }

  private static List<Sends> connect(Client client, Nodes nodes) {
    Chat chat = Chat.next();
    List<Sends> all = new ArrayList<>();
    List<Integer> ports = nodes.ports();
    for (int i = 0; i < ports.size(); i++) {
      Sends sends = new Sends(client, chat, WRITERS / ports.size(), i * IDS_PER_NODE);
      sends.connect(ports.get(i));
      all.add(sends);
    }
    return all;
  }

  private static String millis(List<Sends> all, double percentile) {
    return String.join(
        " / ",
        all.stream()
            .map(sends -> String.format(Locale.ROOT, "%.1f", sends.millis(percentile)))
            .toList());
  }
}
