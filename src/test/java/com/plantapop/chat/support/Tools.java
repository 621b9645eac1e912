package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs that a bare machine may lack. */
public final class Tools {
  private Tools() {}

  /**
   * Goes on when there is such a program; else the test is skipped with a notice, or fails where
   * nothing may be missing ({@code CI=true}).
   *
   * @param program a path or a name on the PATH
   * @param install what to do about it, for the notice
   */
  public static void need(String program, String install) {
    if (!exists(program)) {
      lack(program, install);
    }
  }

  /** The same where a program tells by its exit code whether it will do. */
  static void needSuccess(String install, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    if (process.waitFor() != 0) {
      lack(String.join(" ", command), install);
    }
  }

  private static void lack(String what, String install) {
    String notice = "skipped: " + what + " is missing; " + install;
    if ("true".equals(System.getenv("CI"))) {
      fail(notice);
    }
    System.err.println(notice);
    abort(notice);
  }

  private static boolean exists(String program) {
    if (program.startsWith("/")) {
      return Files.isExecutable(Path.of(program));
    }
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }
}
