package com.plantapop.chat.edge.rest;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A member who talks and listens, at whatever node is there: says each thing until it is
 * acknowledged, and goes on reading where it was.
 */
final class Talker {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final String address;
  private final String email;
  private final List<Member> nodes;
  private final List<String> said = new ArrayList<>();
  private final List<Long> heard = new ArrayList<>();
  private final Thread thread = new Thread(this::talk, "talker");
  private BridgeSocket socket;
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean over;

  /** Begins at once. */
  Talker(Vertx vertx, String address, String email, List<Member> nodes) {
    this.vertx = vertx;
    this.address = address;
    this.email = email;
    this.nodes = nodes;
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until more was said, and is acknowledged. */
  void awaitMore() throws Exception {
    int before = count.get();
    Await.until("more of " + email, () -> count.get() > before + 5);
  }

  /** Says no more; returns the ids of what was said. */
  List<String> end() throws InterruptedException {
    over = true;
    thread.join();
    return said;
  }

  /** The numbers of all that was heard, once the last one has come. */
  List<Long> heardTo(long seq) throws Exception {
    Await.until(email + " to hear " + seq, () -> hasHeard(seq));
    leave();
    return heard;
  }

  private boolean hasHeard(long seq) throws Exception {
    if (socket == null) {
      connect();
    }
    take("nothing");
    return !heard.isEmpty() && heard.get(heard.size() - 1) >= seq;
  }

  private void talk() {
    while (!over) {
      String id = UUID.randomUUID().toString();
      while (!isSaid(id)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      said.add(id);
      count.incrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Says it, perhaps again; whoever gets no answer tries another node. */
  private boolean isSaid(String id) {
    try {
      if (socket == null) {
        connect();
      }
      String body = new JsonObject().put("id", id).put("content", "hello").encode();
      socket.send(Frames.send(address, body, id));
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < PATIENCE_NANOS) {
        JsonObject answer = take(id);
        if (answer != null) {
          return answer.getString("type").equals("rec");
        }
        LockSupport.parkNanos(PAUSE_NANOS / 10);
      }
      leave();
      return false;
    } catch (Exception nodeGone) {
      leave();
      return false;
    }
  }

  private void connect() throws Exception {
    Member node = nodes.get((int) (System.nanoTime() % nodes.size()));
    socket = BridgeSocket.withToken(vertx, node.node().port(), Jwts.of(email));
    socket.send(Frames.register(address, heard.isEmpty() ? 0L : heard.get(heard.size() - 1)));
  }

  private void leave() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  /** Takes what has come, up to the answer that is waited for; null while there is none. */
  private JsonObject take(String reply) throws InterruptedException {
    while (socket.received() > 0) {
      JsonObject frame = socket.nextJson();
      if (reply.equals(frame.getString("address"))) {
        return frame;
      } else if (frame.getString("type").equals("err")) {
        throw new IllegalStateException(frame.encode());
      } else if (address.equals(frame.getString("address"))) {
        heard.add(Long.parseLong(frame.getJsonObject("headers").getString("seq")));
      }
    }
    return null;
  }
}
