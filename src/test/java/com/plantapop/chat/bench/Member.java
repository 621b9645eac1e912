package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One of the two who are in a chat of {@link Storm}: subscribed through a socket, and again with
 * the last number it has through another one whenever that is gone.
 */
final class Member {
  private final Storm storm;
  private final Chat chat;
  private final int place;
  private Attempt current;
  private int failures;
  private long seq;

  /**
   * @param place decides which node it tries first
   */
  Member(Storm storm, Chat chat, int place) {
    this.storm = storm;
    this.chat = chat;
    this.place = place;
  }

  /** Of the last event it has. */
  long seq() {
    return seq;
  }

  /** How often it failed in a row. */
  int failures() {
    return failures;
  }

  /** Of its node, once it has tried one. */
  boolean isOn(int port) {
    return current != null && current.port == port;
  }

  Optional<Socket> socket() {
    return Optional.ofNullable(current).map(attempt -> attempt.socket);
  }

  /**
   * Begins to; the next of the nodes each time that it failed.
   *
   * @param ports of the nodes that there are
   */
  void connect(Client client, List<Integer> ports) {
    current = new Attempt(ports.get((place + failures) % ports.size()));
    current.connect(client);
  }

  void send(long id) {
    current.socket.write(chat.message(id));
  }

  /** A socket, from the first packet until it is gone; what it says afterwards is nobody's. */
  private final class Attempt implements SocketListener {
    private final int port;
    private Socket socket;
    private boolean opening = true;
    private boolean standing;

    private Attempt(int port) {
      this.port = port;
    }

    private void connect(Client client) {
      socket = client.connect(port, this, Transport.RAW);
      CompletableFuture<Void> unused = socket.opened().exceptionally(this::refused);
    }

    private Void refused(Throwable reason) {
      lost(String.valueOf(reason.getMessage()));
      return null;
    }

    @Override
    public void opened(Socket opened) {
      opened.write(chat.resume(seq));
      noLongerOpening();
    }

    @Override
    public void frame(ByteBuf payload) {
      if (current == this) {
        handle(new JsonObject(payload.toString(StandardCharsets.UTF_8)));
      }
    }

    private void handle(JsonObject frame) {
      String type = frame.getString("type");
      if (type.equals("rec") && chat.address().equals(frame.getString("address"))) {
        received(Long.parseLong(frame.getJsonObject("headers").getString("seq")));
      } else if (type.equals("rec")) {
        storm.acknowledged();
      } else if (type.equals("event")) {
        standing = true;
        failures = 0;
        storm.stands();
      } else if (standing) {
        storm.fail("a send was refused: " + frame.encode());
      } else {
        giveUp(frame.encode());
      }
    }

    private void received(long number) {
      storm.received(chat, number, seq);
      seq = number;
    }

    private void giveUp(String reason) {
      socket.close();
      lost(reason);
    }

    @Override
    public void lost(String reason) {
      if (current == this) {
        noLongerOpening();
        current = null;
        if (standing) {
          storm.lost(Member.this, port, reason);
        } else {
          failures++;
          storm.failedAttempt(Member.this, reason);
        }
      }
    }

    private void noLongerOpening() {
      if (opening) {
        opening = false;
        storm.noLongerOpening();
      }
    }
  }
}
