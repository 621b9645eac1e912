package com.plantapop.chat.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Addresses of this machine that stand for several: all of 127.0.0.0/8 is ours (on Linux), so each
 * node can have the same ports, as in containers.
 */
public final class Loopback {
  private static final int CONNECT_TIMEOUT_MS = 1_000;

  private final String prefix;

  private Loopback(String prefix) {
    this.prefix = prefix;
  }

  /** A network that no other test is likely to use at the same time. */
  public static Loopback network() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new Loopback("127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + ".");
  }

  /** An address in it. */
  public String host(int number) {
    return prefix + number;
  }

  /** Whether somebody accepts connections there. */
  public static boolean isListening(String address) {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(address.substring(colon + 1));
      socket.connect(new InetSocketAddress(address.substring(0, colon), port), CONNECT_TIMEOUT_MS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }
}
