package com.plantapop.chat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cores of this machine that the run may use. Server and client get one each, so that neither
 * takes time from the other and the server's CPU time is that of one core.
 *
 * @param allowed numbers of the cores
 * @param taskset whether the command that pins processes is there
 */
record Cores(List<Integer> allowed, boolean taskset) {
  private static final int ATTEMPTS = 10;

  static Cores ofThisProcess() {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      String list = status.filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().get();
      return new Cores(parse(list.substring(list.indexOf(':') + 1).strip()), hasTaskset());
    } catch (IOException e) {
      throw new BenchmarkException("cannot read the allowed cores", e);
    }
  }

  boolean canPin() {
    return taskset && allowed.size() > 1;
  }

  /** Put before a command, it starts that on the server's core. */
  List<String> serverPrefix() {
    return canPin() ? List.of("taskset", "-c", allowed.get(0).toString()) : List.of();
  }

  /** Moves this process, all of its threads included, to the client's core. */
  void pinClient() {
    moveThisProcess(allowed.subList(1, Math.min(2, allowed.size())));
  }

  void unpinClient() {
    moveThisProcess(allowed);
  }

  @Override
  public String toString() {
    if (canPin()) {
      return "server pinned to core " + allowed.get(0) + ", client to core " + allowed.get(1);
    }
    return "NOT PINNED, " + (taskset ? "there is only one core" : "taskset is missing");
  }

  private void moveThisProcess(List<Integer> cores) {
    if (canPin()) {
      String list = String.join(",", cores.stream().map(String::valueOf).toList());
      move(list, ATTEMPTS);
    }
  }

  /** A thread that ends between being listed and being moved makes taskset give up half way. */
  private static void move(String cores, int attempts) {
    try {
      Shell.output("taskset", "-acp", cores, String.valueOf(ProcessHandle.current().pid()));
    } catch (BenchmarkException threadGone) {
      if (attempts == 1) {
        throw threadGone;
      }
      move(cores, attempts - 1);
    }
  }

  private static boolean hasTaskset() {
    try {
      Shell.output("taskset", "-V");
      return true;
    } catch (BenchmarkException missing) {
      return false;
    }
  }

  /** Such as {@code 0-1,4}. */
  private static List<Integer> parse(String list) {
    return Stream.of(list.split(",")).flatMapToInt(Cores::range).boxed().toList();
  }

  private static IntStream range(String text) {
    String[] ends = text.split("-", -1);
    return IntStream.rangeClosed(
        Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }
}
