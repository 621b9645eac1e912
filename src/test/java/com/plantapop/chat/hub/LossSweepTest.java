package com.plantapop.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestCluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody tells a node is found all the same: here the other half knows nothing of it. */
class LossSweepTest {
  private final TestCluster cluster = new TestCluster();

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  @Test
  void whatAnotherClusterWritesIntoTheSameDatabaseReachesReadersOfAllLoops() throws Exception {
    BridgeSocket reader = cluster.connect(cluster.start("one"));
    BridgeSocket writer = cluster.connect(cluster.start("two"));
    List<String> chats = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      chats.add(Frames.newAddress());
      reader.register(chats.get(i), null);
    }
    for (int round = 1; round <= 2; round++) {
      for (String chat : chats) {
        writer.submit(chat, Frames.message("" + round));
      }
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < chats.size(); i++) {
        seen.add(reader.nextJson().getString("address"));
      }
      assertThat(seen).containsExactlyInAnyOrderElementsOf(chats);
    }
  }

  /** More than a query holds on each loop: each shard must get its turn. */
  @Test
  void everyTopicOfManyIsLookedAtInItsTurn() throws Exception {
    TestCluster.Member reading = cluster.start("one");
    BridgeSocket writer = cluster.connect(cluster.start("two"));
    List<BridgeSocket> readers = List.of(cluster.connect(reading), cluster.connect(reading));
    List<String> chats = new ArrayList<>();
    for (int i = 0; i < 1_600; i++) {
      chats.add(Frames.newAddress());
      readers.get(i % 2).register(chats.get(i), null);
    }
    List<String> written = chats.subList(0, 40);
    for (String chat : written) {
      writer.submit(chat, Frames.message("lost"));
    }
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      seen.add(readers.get(i % 2).nextJson().getString("address"));
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(written);
  }
}
