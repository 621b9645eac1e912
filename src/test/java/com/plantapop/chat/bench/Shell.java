package com.plantapop.chat.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the small commands of the operating system that the JDK has no call for. */
final class Shell {
  private Shell() {}

  static String output(String... command) {
    return output(List.of(command));
  }

  /** What the command wrote, errors included; it must end by itself and well. */
  static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new BenchmarkException(String.join(" ", command) + " said: " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new BenchmarkException("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      throw new BenchmarkException("interrupted", e);
    }
  }
}
