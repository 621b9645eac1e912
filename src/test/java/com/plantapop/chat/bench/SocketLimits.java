package com.plantapop.chat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the operating system lets one process have. */
final class SocketLimits {
  /** Files, libraries, connections to a store and between nodes. */
  private static final int OTHERS = 1_000;

  private SocketLimits() {}

  /** Throws when so many sockets to one server cannot be. */
  static void check(int sockets) throws IOException {
    if (sockets + OTHERS > openFiles()) {
      throw new BenchmarkException(
          sockets + " sockets need a higher ulimit -n than " + openFiles());
    }
    if (sockets + OTHERS > localPorts()) {
      throw new BenchmarkException(
          sockets + " sockets need a wider net.ipv4.ip_local_port_range: " + localPorts());
    }
  }

  /** The JVM has raised its own limit to the hard one, and so will those of the servers. */
  private static long openFiles() throws IOException {
    try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
      String line = limits.filter(each -> each.startsWith("Max open files")).findFirst().get();
      String soft = line.substring("Max open files".length()).strip().split("\\s+", 2)[0];
      return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    }
  }

  private static int localPorts() throws IOException {
    // Through a buffer: the kernel hands this file out in one read only.
    try (Stream<String> lines = Files.lines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
      String[] ends = lines.findFirst().get().strip().split("\\s+", 2);
      return Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]);
    }
  }
}
