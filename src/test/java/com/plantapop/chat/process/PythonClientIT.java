package com.plantapop.chat.process;

import com.plantapop.chat.support.PythonScript;
import com.plantapop.chat.support.ServerProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that a bot in Python is written with. */
class PythonClientIT {
  @TempDir private Path directory;

  @Test
  void websocketsTalksResumesAndIsRefused() throws Exception {
    PythonScript.need("websockets");
    try (ServerProcess server = ServerProcess.ready(directory, Map.of())) {
      PythonScript.passes("websockets_client.py", server.url());
    }
  }
}
