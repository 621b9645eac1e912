package com.plantapop.chat.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scripts of src/test/python, with the packages of Debian. */
public final class PythonScript {
  private static final String PROGRAM = System.getenv().getOrDefault("PYTHON", "/usr/bin/python3");
  private static final Path DIRECTORY = Path.of("src", "test", "python");

  private PythonScript() {}

  /** Skips the test when there is no Python or not this module. */
  public static void need(String module) throws IOException, InterruptedException {
    String install = "install Debian's package python3-" + module + ", or set PYTHON";
    Tools.need(PROGRAM, install);
    Tools.needSuccess(install, PROGRAM, "-c", "import " + module);
  }

  /** Runs a script and passes when it exits with 0; what it printed stands in the failure. */
  public static void passes(String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROGRAM, script));
    command.addAll(List.of(arguments));
    Script.passes(DIRECTORY, command);
  }
}
