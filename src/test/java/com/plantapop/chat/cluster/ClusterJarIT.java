package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Pausing;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on the packaged jar: what shading left of Hazelcast, and what signals do. */
class ClusterJarIT {
  @TempDir private Path directory;
  private Path launcher;
  private int first;
  private int second;
  private Process a;
  private Process b;

  @BeforeEach
  void start() throws Exception {
    launcher = launcher();
    first = Nodes.freePort();
    second = Nodes.freePort();
    a = start(first, second);
    b = start(second, first);
  }

  @AfterEach
  void stop() {
    a.destroyForcibly().onExit().join();
    b.destroyForcibly().onExit().join();
  }

  @Test
  void processesJoinAndSurviveTheLossOfEachOther() throws Exception {
    awaitTogether();
    assertThat(errors(first)).doesNotContain("add-opens", "ERROR", "SEVERE", "INFO:", "WARNING:");
    assertThat(errors(second)).doesNotContain("add-opens", "ERROR", "SEVERE", "INFO:", "WARNING:");

    // A paused process is taken for dead; when it goes on, it comes back by itself.
    Pausing.pause(b.pid());
    Await.until("the pause to be noticed", () -> last(first, "members ").equals("members 1"));
    Pausing.resume(b.pid());
    awaitTogether();

    b.destroyForcibly().onExit().join();
    Await.until("the death to be noticed", () -> last(first, "members ").equals("members 1"));
  }

  /** Each sees two, and has heard the other since. */
  private void awaitTogether() throws Exception {
    Await.until("both in one cluster", () -> hears(first, second) && hears(second, first));
  }

  private boolean hears(int listener, int speaker) throws IOException {
    String out = output(listener);
    int members = out.lastIndexOf("members ");
    return out.startsWith("members 2\n", Math.max(members, 0))
        && out.indexOf("heard " + speaker + "\n", members) >= 0;
  }

  private String last(int port, String prefix) throws IOException {
    String out = output(port);
    return out.substring(out.lastIndexOf(prefix)).lines().findFirst().orElseThrow();
  }

  private String output(int port) throws IOException {
    return Files.readString(directory.resolve(port + ".out"));
  }

  private String errors(int port) throws IOException {
    return Files.readString(directory.resolve(port + ".err"));
  }

  private Process start(int port, int other) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx256m",
            "-jar",
            launcher.toString(),
            Integer.toString(port),
            Integer.toString(other))
        .redirectOutput(directory.resolve(port + ".out").toFile())
        .redirectError(directory.resolve(port + ".err").toFile())
        .start();
  }

  /** A jar with the permissions of ours, whose class path is ours and the tests'. */
  private Path launcher() throws Exception {
    File jar = new File(System.getProperty("chat.jar")).getAbsoluteFile();
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, ClusterMain.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, jar.toURI() + " " + testClasses());
    try (JarFile ours = new JarFile(jar)) {
      Attributes permissions = ours.getManifest().getMainAttributes();
      attributes.putValue("Add-Opens", permissions.getValue("Add-Opens"));
      attributes.putValue("Add-Exports", permissions.getValue("Add-Exports"));
    }
    Path file = directory.resolve("launcher.jar");
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
    return file;
  }

  private static String testClasses() throws Exception {
    return ClusterMain.class.getProtectionDomain().getCodeSource().getLocation().toString();
  }
}
