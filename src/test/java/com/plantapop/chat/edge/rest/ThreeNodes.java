package com.plantapop.chat.edge.rest;

import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.eventbus.DeliveryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Three nodes of one cluster that ask who people are, and whose bus can be cut. */
final class ThreeNodes {
  /** So that nothing finds what the bus has lost but the control log. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CHAT_AUTH_MODE", "jwt",
          "CHAT_AUTH_JWT_SECRET", Jwts.SECRET,
          "CHAT_HUB_HEAD_CHECK_MS", "600000");

  private final TestCluster cluster = new TestCluster();
  private final List<Member> nodes = new ArrayList<>();
  private final List<BridgeSocket> sockets = new ArrayList<>();
  private volatile Bus bus = Bus.WORKS;

  /** What becomes of what nodes tell each other. */
  enum Bus {
    WORKS("-"),
    /** Addresses of events, one per node. */
    DROPS_FRAMES("chat.events."),
    IS_CUT("chat.events");

    /** Messages to such addresses. */
    private final String lost;

    Bus(String lost) {
      this.lost = lost;
    }
  }

  ThreeNodes(String name) throws Exception {
    for (int i = 0; i < 3; i++) {
      Member node = cluster.start(name, SETTINGS, UnaryOperator.identity());
      node.vertx().eventBus().addOutboundInterceptor(this::lose).addInboundInterceptor(this::lose);
      nodes.add(node);
    }
  }

  private void lose(DeliveryContext<Object> context) {
    if (!context.message().address().startsWith(bus.lost)) {
      context.next();
    }
  }

  void bus(Bus now) {
    bus = now;
  }

  int port(int node) {
    return nodes.get(node).node().port();
  }

  Rest as(String email, int node) {
    return new Rest(port(node), Jwts.of(email));
  }

  Rest service(int node) {
    return Chats.service(port(node));
  }

  BridgeSocket open(String email, int node) throws Exception {
    BridgeSocket socket = BridgeSocket.withToken(cluster.clients(), port(node), Jwts.of(email));
    sockets.add(socket);
    return socket;
  }

  /** A store that no node has, on the same database. */
  EventStore store() {
    return cluster.store();
  }

  /** Ends what a test has opened and disturbed. */
  void reset() {
    bus = Bus.WORKS;
    sockets.forEach(BridgeSocket::close);
    sockets.clear();
  }

  void close() throws Exception {
    cluster.close();
  }
}
