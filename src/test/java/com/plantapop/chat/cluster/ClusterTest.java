package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real nodes in one JVM. */
class ClusterTest {
  private final Nodes nodes = new Nodes();

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void nodesThatStartTogetherFindEachOtherAndShareOneBus() throws Exception {
    int[] ports = {Nodes.freePort(), Nodes.freePort(), Nodes.freePort()};
    List<Future<ClusterNode>> starting = new ArrayList<>();
    for (int port : ports) {
      starting.add(Nodes.starting(Nodes.config("together", port, Nodes.members(ports))));
    }
    ClusterNode[] all = starting.stream().map(nodes::started).toArray(ClusterNode[]::new);

    Nodes.awaitMembers(3, all);
    for (ClusterNode listener : all) {
      Bus bus = Bus.of(listener);
      for (ClusterNode speaker : all) {
        bus.awaitHearing(speaker);
      }
    }
  }

  @Test
  void oneMemberThatIsUpIsEnough() throws Exception {
    int first = Nodes.freePort();
    int absent = Nodes.freePort();
    ClusterNode a = nodes.start(Nodes.config("seeds", first));

    ClusterNode b =
        nodes.start(
            Nodes.config(
                "seeds",
                Nodes.freePort(),
                "127.0.0.1:" + absent,
                "no-such-host.invalid:5701",
                "localhost:" + first));

    Nodes.awaitMembers(2, a, b);
    Bus.of(a).awaitHearing(b);
  }

  @Test
  void nodesOfAnotherNameStayApart() throws Exception {
    int first = Nodes.freePort();
    ClusterNode a = nodes.start(Nodes.config("one", first));
    ClusterNode b = nodes.start(Nodes.config("other", Nodes.freePort(), Nodes.members(first)));

    assertThat(a.members()).isEqualTo(1);
    assertThat(b.members()).isEqualTo(1);
  }

  @Test
  void tellsOfEveryNodeThatJoinsLeavesOrDies() throws Exception {
    int first = Nodes.freePort();
    ClusterNode watcher = nodes.start(Nodes.config("watched", first));
    AtomicInteger changes = new AtomicInteger();
    watcher.onMembershipChange(() -> fail(changes));

    ClusterNode leaver =
        nodes.start(Nodes.config("watched", Nodes.freePort(), Nodes.members(first)));
    Await.until("the join", () -> changes.get() == 1);
    nodes.stop(leaver);
    Await.until("the leave", () -> changes.get() == 2);
    assertThat(watcher.members()).isEqualTo(1);
    assertThat(leaver.members()).isZero();

    ClusterNode victim =
        nodes.start(Nodes.config("watched", Nodes.freePort(), Nodes.members(first)));
    Await.until("the join", () -> changes.get() == 3);
    nodes.kill(victim);
    Await.until("the death", () -> changes.get() == 4);
    assertThat(watcher.members()).isEqualTo(1);
  }

  /** One listener's mistake must not silence the next event. */
  private static void fail(AtomicInteger changes) {
    changes.incrementAndGet();
    throw new IllegalStateException("on purpose");
  }
}
