package com.plantapop.chat.support;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A running {@link MongoServerMain}. */
public final class MongoServerProcess implements Closeable {
  private final Process process;
  private final int port;

  public MongoServerProcess() throws IOException {
    this(256);
  }

  /**
   * @param heapMb it keeps in memory whatever it is given
   */
  public MongoServerProcess(int heapMb) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMb + "m",
                "-cp",
                System.getProperty("java.class.path"),
                MongoServerMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    port = Integer.parseInt(lines.readLine());
  }

  public String uri() {
    return "mongodb://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public void pause() throws Exception {
    Pausing.pause(pid());
  }

  public void resume() throws IOException, InterruptedException {
    Pausing.resume(pid());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
