package com.plantapop.chat.checker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The command. In a fresh clone, or after any change:
 *
 * <pre>
 * mvn -q -DskipTests package exec:exec@checker -Dchecker="--faults 200 --events 200000"
 * </pre>
 *
 * <p>Exits with 0 when every guarantee held. What the nodes said stays in {@code target/checker}.
 */
public final class Checker {
  private static final int EXIT_VIOLATIONS = 1;
  private static final int EXIT_USAGE = 2;
  private static final Path HOME = Path.of("target", "checker");

  private Checker() {}

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
    if (System.getProperty("chat.jar") == null) {
      System.setProperty("chat.jar", "target/plantapop-chat.jar");
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(check(options, out).isEmpty() ? 0 : EXIT_VIOLATIONS);
  }

  /** Runs all rounds, as long as they are clean; returns what was violated. */
  static List<String> check(Options options, PrintStream out) throws Exception {
    // It warns of every socket whose server has gone, which is what this is about.
    ((Logger) LoggerFactory.getLogger("io.vertx.core.http.impl")).setLevel(Level.ERROR);
    Path directory = directory();
    try (Journal journal = new Journal(out, directory.resolve("journal.txt"))) {
      journal.say("checker " + options);
      journal.say("work files in " + directory);
      check(options, directory, journal);
      return journal.violations();
    }
  }

  private static void check(Options options, Path directory, Journal journal) throws Exception {
    Counts counts = new Counts();
    for (int round = 0; round < options.rounds() && journal.isClean(); round++) {
      Path home = directory.resolve("round" + round);
      counts.addAll(new Round(options.round(round), home, journal).run());
    }
    journal.say("counts\n" + counts);
    journal.violations().forEach(what -> journal.say("violated: " + what));
    journal.say("seed " + options.seed() + ", " + journal.verdict());
  }

  private static Path directory() throws IOException {
    Files.createDirectories(HOME);
    return Files.createTempDirectory(HOME.toAbsolutePath(), "run");
  }
}
