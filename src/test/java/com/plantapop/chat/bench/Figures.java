package com.plantapop.chat.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table of what was measured, a row each, with a column for each server. */
final class Figures {
  private static final String MISSING = "-";

  private final List<String> servers;
  private final boolean compared;
  private final Map<String, Map<String, DoubleSummaryStatistics>> rows = new LinkedHashMap<>();

  /**
   * @param compared whether to tell how the last of them compares with the first
   */
  Figures(List<String> servers, boolean compared) {
    this.servers = servers;
    this.compared = compared;
  }

  /** Takes one measurement; of several, the lowest and the highest are shown. */
  void add(String server, String what, double value) {
    rows.computeIfAbsent(what, none -> new LinkedHashMap<>())
        .computeIfAbsent(server, none -> new DoubleSummaryStatistics())
        .accept(value);
    System.err.println(server + ", " + what + ": " + format(value));
  }

  void print(PrintStream out) {
    Table table = new Table("");
    servers.forEach(table::column);
    if (compared) {
      table.column("last/first");
    }
    rows.forEach((what, values) -> table.row(row(what, values)));
    table.print(out);
  }

  private List<String> row(String what, Map<String, DoubleSummaryStatistics> values) {
    List<String> cells = new ArrayList<>(List.of(what));
    servers.forEach(server -> cells.add(cell(values.get(server))));
    if (compared) {
      cells.add(ratio(values.get(servers.get(servers.size() - 1)), values.get(servers.get(0))));
    }
    return cells;
  }

  /** Of the means. */
  private static String ratio(DoubleSummaryStatistics one, DoubleSummaryStatistics other) {
    return one == null || other == null
        ? MISSING
        : String.format(Locale.ROOT, "%.2f", one.getAverage() / other.getAverage());
  }

  private static String cell(DoubleSummaryStatistics values) {
    if (values == null) {
      return MISSING;
    }
    String least = format(values.getMin());
    String most = format(values.getMax());
    return least.equals(most) ? least : least + " - " + most;
  }

  /** Three digits, about. */
  private static String format(double value) {
    double size = Math.abs(value);
    String pattern = size < 10 && size != Math.rint(size) ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, size == Math.rint(size) ? "%,.0f" : pattern, value);
  }
}
