package com.plantapop.chat.checker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server, whose state depends on who is at the other end. */
final class Wire implements Closeable {
  /** What becomes of the bytes. */
  enum State {
    OPEN,
    /** Connections are closed, and each new one at once. */
    CUT,
    /** Nothing arrives, and nobody is told. */
    SILENT
  }

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Map<Socket, InetAddress> sockets = new ConcurrentHashMap<>();
  private final Map<InetAddress, State> states = new ConcurrentHashMap<>();
  private State all = State.OPEN;
  private volatile Trap trap;

  Wire(InetAddress host, InetSocketAddress target) throws IOException {
    this.listener = new ServerSocket(0, 50, host);
    this.target = target;
    run(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Sets the state of connections from one address. */
  void set(InetAddress from, State state) {
    states.put(from, state);
    changed();
  }

  /** Sets the state of all connections whose own is open. */
  synchronized void setAll(State state) {
    all = state;
    changed();
  }

  /** Until there is another one. */
  void set(Trap next) {
    trap = next;
  }

  private synchronized State state(InetAddress from) {
    State own = states.getOrDefault(from, State.OPEN);
    return own == State.OPEN ? all : own;
  }

  private synchronized void changed() {
    notifyAll();
    sockets.forEach(this::closeIfCut);
  }

  private void closeIfCut(Socket socket, InetAddress from) {
    if (state(from) == State.CUT) {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // That is what was wanted.
      return;
    }
  }

  private synchronized void awaitSound(InetAddress from) throws InterruptedException {
    while (state(from) == State.SILENT) {
      wait();
    }
  }

  /** Returns the end of what the client has sent, as far as somebody waits for a text in it. */
  private String awaitTrap(Socket from, Socket client, String end, byte[] buffer, int length)
      throws InterruptedException {
    Trap set = trap;
    if (set == null) {
      return "";
    }
    if (from == client) {
      return set.request(client, end, buffer, length);
    }
    set.answer(client);
    return "";
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        run(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    InetAddress from = client.getInetAddress();
    try {
      awaitSound(from);
      Socket server = new Socket(target.getAddress(), target.getPort());
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      sockets.put(client, from);
      sockets.put(server, from);
      closeIfCut(client, from);
      run(() -> copy(server, client, from, client));
      copy(client, server, from, client);
    } catch (IOException | InterruptedException targetAway) {
      close(client);
    }
  }

  private void copy(Socket from, Socket to, InetAddress source, Socket client) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16_384];
      String end = "";
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitSound(source);
        end = awaitTrap(from, client, end, buffer, read);
        out.write(buffer, 0, read);
      }
    } catch (IOException | InterruptedException gone) {
      // One end has gone: so goes the other.
      return;
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    states.clear();
    setAll(State.CUT);
  }
}
