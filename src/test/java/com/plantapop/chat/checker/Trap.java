package com.plantapop.chat.checker;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits on a line for the request that names an event, and keeps it or its answer until it is
 * opened: so a node can be hit exactly before or after the store has decided.
 */
final class Trap {
  /** What is kept. A request that is kept has not reached the store, one that is answered has. */
  enum Kept {
    REQUEST,
    ANSWER
  }

  private final String text;
  private final Kept kept;
  private final CountDownLatch caught = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private Socket connection;

  /**
   * @param text in ASCII, as it stands in the request
   */
  Trap(String text, Kept kept) {
    this.text = text;
    this.kept = kept;
  }

  /** Returns whether it keeps something. */
  boolean awaitCaught(long millis) throws InterruptedException {
    return caught.await(millis, TimeUnit.MILLISECONDS);
  }

  void open() {
    opened.countDown();
  }

  /**
   * Bytes of requests are about to go on.
   *
   * @param before the end of those before, as this has returned it: the text may lie across
   * @return the end of all
   */
  String request(Socket client, String before, byte[] buffer, int length)
      throws InterruptedException {
    String bytes = before + new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    if (bytes.contains(text) && isFirst(client) && kept == Kept.REQUEST) {
      keep();
    }
    return bytes.substring(Math.max(0, bytes.length() - text.length() + 1));
  }

  /** Later ones that name the event are repeats. */
  private synchronized boolean isFirst(Socket client) {
    boolean first = connection == null;
    connection = first ? client : connection;
    return first;
  }

  /** Bytes of answers are about to go back. A connection has one request under way. */
  void answer(Socket client) throws InterruptedException {
    if (kept == Kept.ANSWER && isOn(client)) {
      keep();
    }
  }

  private synchronized boolean isOn(Socket client) {
    return connection == client;
  }

  private void keep() throws InterruptedException {
    caught.countDown();
    opened.await();
  }
}
