package com.plantapop.chat.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A case and what was measured in it.
 *
 * @param inFlight messages on their way at the same time
 * @param windows one per round
 */
record FanOutCase(int readers, int inFlight, Map<ServerKind, List<Meter.Window>> windows) {
  private static final String NOT_MEASURED = "-";

  String title() {
    return readers + " readers, " + inFlight + " in flight";
  }

  void add(ServerKind kind, Meter.Window window) {
    windows.computeIfAbsent(kind, first -> new ArrayList<>()).add(window);
  }

  /** Cells of the table of costs: one per server, then how we compare. */
  List<String> costs(Collection<ServerKind> kinds) {
    List<String> cells = head();
    kinds.forEach(kind -> cells.add(cost(kind)));
    cells.add(ratio(ServerKind.JWT, ServerKind.OURS));
    cells.add(ratio(ServerKind.OURS, ServerKind.STOCK));
    cells.add(ratio(ServerKind.OURS, ServerKind.CENTRIFUGO));
    cells.add(ratio(ServerKind.OURS, ServerKind.NETTY));
    return cells;
  }

  List<String> rates(Collection<ServerKind> kinds) {
    List<String> cells = head();
    kinds.forEach(kind -> cells.add(format("%,.0f", median(kind, Meter.Window::perSecond))));
    return cells;
  }

  private List<String> head() {
    return new ArrayList<>(List.of(String.valueOf(readers), String.valueOf(inFlight)));
  }

  private String cost(ServerKind kind) {
    DoubleSummaryStatistics all =
        windows.get(kind).stream()
            .mapToDouble(Meter.Window::microsPerOperation)
            .summaryStatistics();
    return format("%.2f (%.2f-%.2f)", median(kind), all.getMin(), all.getMax());
  }

  private String ratio(ServerKind one, ServerKind other) {
    boolean both = windows.containsKey(one) && windows.containsKey(other);
    return both ? format("%.2f", median(one) / median(other)) : NOT_MEASURED;
  }

  private double median(ServerKind kind) {
    return median(kind, Meter.Window::microsPerOperation);
  }

  private double median(ServerKind kind, ToDoubleFunction<Meter.Window> value) {
    double[] sorted = windows.get(kind).stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
