package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.config.ClusterConfig;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Loopback;
import io.vertx.core.eventbus.Message;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node does not do on the bus, whoever asks. */
class BusSafetyTest {
  private final Nodes nodes = new Nodes();

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void listensOnItsOwnAddressOnly() throws Exception {
    String host = Loopback.network().host(1);
    int port = Nodes.freePort();
    nodes.start(
        new ClusterConfig(
            true, "bound", host, Nodes.freePort(), List.of(), "", 5_000, 200, port, "", "", ""));

    assertThat(Loopback.isListening(host + ":" + port)).isTrue();
    assertThat(Loopback.isListening("127.0.0.1:" + port)).isFalse();
  }

  /** An attacker's class, of which the attacker's code runs when it is read. */
  private static final class Foreign implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicInteger RUN = new AtomicInteger();

    private void readObject(ObjectInputStream in) {
      RUN.incrementAndGet();
    }
  }

  /** That it would be noticed shows the same node when it allows every class. */
  @Test
  void readsNoForeignClass() throws Exception {
    int port = Nodes.freePort();
    ClusterNode ours = nodes.start(Nodes.config("classes", port));
    ClusterNode attacker =
        nodes.start(Nodes.config("classes", Nodes.freePort(), Nodes.members(port)));
    attacker.vertx().eventBus().serializableChecker(any -> true);
    AtomicInteger refused = new AtomicInteger();
    ours.vertx().eventBus().consumer("test.foreign", message -> read(message, refused));

    Await.until("refusals", () -> sends(attacker) && refused.get() > 2);
    assertThat(Foreign.RUN).hasValue(0);
    Bus.of(ours).awaitHearing(attacker);

    ours.vertx().eventBus().serializableChecker(any -> true);
    Await.until("code to run", () -> sends(attacker) && Foreign.RUN.get() > 0);
  }

  private static void read(Message<Object> message, AtomicInteger refused) {
    try {
      message.body();
    } catch (RuntimeException notAllowed) {
      refused.incrementAndGet();
    }
  }

  private static boolean sends(ClusterNode attacker) {
    attacker.vertx().eventBus().publish("test.foreign", new Foreign());
    return true;
  }
}
