package com.plantapop.chat.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scripts of src/test/npm, which run under Node with the packages of its package.json. */
public final class NodeScript {
  private static final Path DIRECTORY = Path.of("target", "npm", "test");

  private NodeScript() {}

  /** Runs a script and passes when it exits with 0; what it printed stands in the failure. */
  public static void passes(String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    Script.passes(DIRECTORY, command);
  }
}
