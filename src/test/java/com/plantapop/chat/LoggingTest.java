package com.plantapop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Runs a process of its own: what counts is what arrives on its stdout and stderr. */
class LoggingTest {

  /** The process. */
  static final class Chatter {
    private Chatter() {}

    public static void main(String[] args) {
      LoggerFactory.getLogger("com.plantapop.chat.Chatter").info("plain");
      LoggerFactory.getLogger("com.plantapop.chat.Chatter").debug("detail");
      LoggerFactory.getLogger("io.vertx.core.Thing").info("noise");
      LoggerFactory.getLogger("io.vertx.core.Thing")
          .warn("two\nlines", new IllegalStateException("broken\r\n2026 ERROR forged"));
    }
  }

  @TempDir private Path directory;

  @Test
  void writesOneLinePerEventToStderrAndNothingToStdout() throws Exception {
    List<String> lines = stderr("");

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  Chatter - plain");
    assertThat(lines.get(1))
        .contains(" WARN  Thing - two | lines | java.lang.IllegalStateException: broken | 2026")
        .contains(" | at com.plantapop.chat.LoggingTest$Chatter.main(")
        .endsWith(")");
  }

  @Test
  void takesItsLevelFromTheEnvironment() throws Exception {
    assertThat(stderr("DEBUG"))
        .hasSize(3)
        .anyMatch(line -> line.endsWith("DEBUG Chatter - detail"));
    assertThat(stderr("error")).hasSize(1);
  }

  private List<String> stderr(String level) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Chatter.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("CHAT_LOG_LEVEL");
    if (!level.isEmpty()) {
      builder.environment().put("CHAT_LOG_LEVEL", level);
    }
    assertThat(builder.start().waitFor()).isZero();
    assertThat(out).isEmptyFile();
    return Files.readAllLines(err, StandardCharsets.UTF_8);
  }
}
