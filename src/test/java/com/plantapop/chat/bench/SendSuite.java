package com.plantapop.chat.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All cases of acknowledged durable sends, on our server. */
final class SendSuite {
  private static final int[] IN_FLIGHT = {64, 256, 512, 1024};
  private static final int UNPINNED_IN_FLIGHT = 512;

  private final Options options;
  private final Launcher launcher;
  private final Cores cores;
  private final Client client;
  private final PrintStream out;

  SendSuite(Options options, Launcher launcher, Cores cores, Client client, PrintStream out) {
    this.options = options;
    this.launcher = launcher;
    this.cores = cores;
    this.client = client;
    this.out = out;
  }

  void run() throws IOException {
    Table table =
        new Table(
            "in flight", "readers/chat", "cores", "sends/s", "p50 ms", "p99 ms", "CPU us/send");
    try (ServerProcess server = launcher.start(ServerKind.OURS, true)) {
      warmUp(server);
      pinnedCases().forEach(each -> table.row(measure(each, server)));
    }
    if (cores.canPin()) {
      addUnpinned(table);
    }
    out.printf(
        "%n## Acknowledged durable sends: %d chats, %d sending sockets each%n%n",
        Sends.CHATS, Sends.SENDERS_PER_CHAT);
    table.print(out);
    out.printf("%nLatency is from write to acknowledgement, as the client's one loop sees it.%n");
  }

  private static List<SendCase> pinnedCases() {
    List<SendCase> cases = new ArrayList<>();
    for (boolean withReaders : new boolean[] {false, true}) {
      for (int inFlight : IN_FLIGHT) {
        cases.add(new SendCase(inFlight, withReaders, true));
      }
    }
    return cases;
  }

  private void addUnpinned(Table table) throws IOException {
    cores.unpinClient();
    try (ServerProcess server = launcher.start(ServerKind.OURS, false)) {
      warmUp(server);
      table.row(measure(new SendCase(UNPINNED_IN_FLIGHT, false, false), server));
    } finally {
      cores.pinClient();
    }
  }

  private void warmUp(ServerProcess server) {
    try (Sends sends = new Sends(client, new SendCase(IN_FLIGHT[1], true, true))) {
      start(sends, server).measure(options.firstWarmUpSeconds());
      sends.stop();
    }
  }

  private static Meter start(Sends sends, ServerProcess server) {
    sends.connect(server.port());
    sends.start();
    return new Meter(server::cpuMicros, sends::acknowledged);
  }

  private List<String> measure(SendCase which, ServerProcess server) {
    try (Sends sends = new Sends(client, which)) {
      Meter meter = start(sends, server);
      meter.warmUp(options.maxWarmUpSeconds());
      sends.clearLatencies();
      Meter.Window window = meter.measure(options.windowSeconds());
      double p50 = sends.millis(50);
      double p99 = sends.millis(99);
      sends.stop();
      Progress.show(which.title(), window);
      return List.of(
          String.valueOf(which.inFlight()),
          which.withReaders() ? "1" : "0",
          cores(which),
          format("%,.0f", window.perSecond()),
          format("%.1f", p50),
          format("%.1f", p99),
          format("%.1f", window.microsPerOperation()));
    }
  }

  private String cores(SendCase which) {
    return which.pinned() && cores.canPin() ? "1 + 1" : cores.allowed().size() + " shared";
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
