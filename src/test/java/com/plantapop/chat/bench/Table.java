package com.plantapop.chat.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Markdown table that can be read as plain text too: numbers stand right-aligned. */
final class Table {
  private final List<String> titles = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    this.titles.addAll(List.of(titles));
  }

  Table column(String title) {
    titles.add(title);
    return this;
  }

  /** One cell per column. */
  void row(List<String> cells) {
    rows.add(cells);
  }

  void print(PrintStream out) {
    print(out, titles);
    print(out, IntStream.range(0, titles.size()).mapToObj(this::rule).toList());
    rows.forEach(row -> print(out, row));
  }

  private void print(PrintStream out, List<String> cells) {
    out.println(
        IntStream.range(0, cells.size())
            .mapToObj(column -> cell(cells.get(column), column))
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  private String cell(String text, int column) {
    return " ".repeat(width(column) - text.length()) + text;
  }

  private String rule(int column) {
    return "-".repeat(width(column) - 1) + ":";
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(widest, titles.get(column).length());
  }
}
