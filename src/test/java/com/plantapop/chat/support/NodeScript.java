package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Scripts of src/test/npm, which run under Node with the packages of its package.json. */
public final class NodeScript {
  private static final long PATIENCE_SECONDS = 240;
  private static final Path DIRECTORY = Path.of("target", "npm", "test");

  private NodeScript() {}

  /** Runs a script and passes when it exits with 0; what it printed stands in the failure. */
  public static void passes(String script, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("script", ".out");
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    assertThat(ended).as(script + " ended; it said:\n" + said).isTrue();
    assertThat(process.exitValue()).as(script + " said:\n" + said).isZero();
  }
}
