package com.plantapop.chat.bench;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says what the figures were measured on; without it they mean nothing. */
final class Machine {
  private static final Pattern COLLECTOR =
      Pattern.compile("Use(Serial|Parallel|G1|Z|Shenandoah)GC\\s*= true");

  private Machine() {}

  /**
   * @param directory where the store will be
   */
  static String describe(Launcher launcher, Cores cores, Path directory) throws IOException {
    return String.join(
        "\n",
        "Machine: %s, %d cores, Linux %s, Java %s; %s"
            .formatted(
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                Runtime.version(),
                cores),
        "Servers: %s; with these the JVM takes %s GC where pinned; NIO transport"
            .formatted(String.join(" ", launcher.jvmFlags()), collector(cores)),
        "Not at their defaults: the rate limit per socket (ours), the ping timeout (stock bridge),"
            + " the ping interval (Centrifugo, which is no JVM and has its default heap)",
        "Store of ours: " + disk(Files.getFileStore(directory)),
        "Client: this process, one Netty event loop, 127.0.0.1, no compression");
  }

  private static String cpu() throws IOException {
    try (Stream<String> info = Files.lines(Path.of("/proc/cpuinfo"))) {
      return info.filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown CPU");
    }
  }

  /** Asked of a JVM started like the servers, since the choice depends on the cores it sees. */
  private static String collector(Cores cores) {
    List<String> command = new ArrayList<>(cores.serverPrefix());
    command.add(Launcher.JAVA);
    command.addAll(Launcher.HEAP);
    command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
    Matcher flag = COLLECTOR.matcher(Shell.output(command));
    return flag.find() ? flag.group(1) : "an unknown";
  }

  private static String disk(FileStore store) {
    String where = store.name() + " (" + store.type() + ")";
    return store.type().equals("tmpfs") ? where + ": MEMORY, NOT DURABLE" : where;
  }
}
