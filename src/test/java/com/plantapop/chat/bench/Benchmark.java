package com.plantapop.chat.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The command. After {@code mvn -q -DskipTests package}:
 *
 * <pre>
 * java -cp target/test-classes:target/plantapop-chat.jar com.plantapop.chat.bench.Benchmark
 * </pre>
 */
public final class Benchmark {
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Options options;
  private final Cores cores = Cores.ofThisProcess();

  private Benchmark(Options options) {
    this.options = options;
  }

  public static void main(String[] args) throws Exception {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println(Options.USAGE);
      System.exit(EXIT_USAGE);
      return;
    }
    System.exit(new Benchmark(options).run());
  }

  private int run() throws Exception {
    try (WorkDirectory directory = WorkDirectory.create()) {
      try {
        run(directory);
        return 0;
      } catch (BenchmarkException failed) {
        System.err.println("FAILED: " + failed.getMessage());
        System.err.println("Logs and data are kept in " + directory.keep());
        return EXIT_FAILED;
      }
    }
  }

  /** All processes share all cores, since a cluster on one core says nothing. */
  private void runCluster(Launcher launcher) throws IOException {
    if (options.storm() || options.pairs()) {
      new StormSuite(options, launcher, out).run();
      return;
    }
    out.println(Database.describe(options.mongo()));
    if (options.mongo().isEmpty()) {
      out.println("No periodic head checks.");
    }
    if (options.nodes()) {
      new NodesSuite(options, launcher, out).run();
    } else {
      new ContestedSuite(options, launcher, out).run();
    }
  }

  private void run(WorkDirectory directory) throws Exception {
    Launcher launcher = new Launcher(options, cores, directory.path());
    if (options.contested() || options.nodes() || options.pairs() || options.storm()) {
      runCluster(launcher);
      return;
    }
    out.println(Machine.describe(launcher, cores, directory.path()));
    cores.pinClient();
    try (Client client = new Client()) {
      if (options.sends()) {
        new SendSuite(options, launcher, cores, client, out).run();
      }
      if (options.fanOut()) {
        new FanOutSuite(options, launcher, client, out).run();
      }
    }
  }
}
