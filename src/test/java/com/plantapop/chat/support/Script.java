package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tests in other languages, and other programs that run to their end. */
final class Script {
  private static final long PATIENCE_SECONDS = 240;

  private Script() {}

  /** Runs a command and passes when it exits with 0; what it printed stands in the failure. */
  static void passes(Path directory, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("script", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    assertThat(ended).as(command + " ended; it said:\n" + said).isTrue();
    assertThat(process.exitValue()).as(command + " said:\n" + said).isZero();
  }
}
