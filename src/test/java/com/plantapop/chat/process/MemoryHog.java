package com.plantapop.chat.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Exhausts the heap of a process from inside, as the bug would that nobody has thought of. */
public final class MemoryHog {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int PIECE = 100_000;
  private static final List<byte[]> TAKEN = new ArrayList<>();

  private MemoryHog() {}

  /** The options of a JVM that has this in it; it begins when {@code signal} exists. */
  static String options(Path directory, Path signal, boolean holds) throws IOException {
    Path jar = directory.resolve("hog.jar");
    String file = MemoryHog.class.getName().replace('.', '/') + ".class";
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", MemoryHog.class.getName());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        InputStream code = MemoryHog.class.getResourceAsStream("/" + file)) {
      entries.putNextEntry(new JarEntry(file));
      code.transferTo(entries);
    }
    return "-javaagent:" + jar + "=" + signal + "," + holds;
  }

  /** Called by the JVM before its main method. */
  public static void premain(String arguments) {
    int comma = arguments.lastIndexOf(',');
    Path signal = Path.of(arguments.substring(0, comma));
    boolean holds = Boolean.parseBoolean(arguments.substring(comma + 1));
    Thread thread = new Thread(() -> run(signal, holds), "hog");
    thread.setDaemon(true);
    thread.start();
  }

  /** Swallows the error, as libraries do. */
  private static void run(Path signal, boolean holds) {
    while (!Files.exists(signal)) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    do {
      try {
        TAKEN.add(new byte[PIECE]);
      } catch (OutOfMemoryError exhausted) {
        if (!holds) {
          TAKEN.clear();
          return;
        }
      }
    } while (true);
  }
}
