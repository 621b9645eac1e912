package com.plantapop.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeerTest {
  private static final UUID SENDER = UUID.randomUUID();

  private final Peer peer = new Peer(SENDER, null);

  private static EventFrame frame(long number) {
    return new EventFrame(SENDER, 0, number, List.of());
  }

  private static Hello hello(long number) {
    return new Hello(SENDER, List.of(number));
  }

  @Test
  void whatHelloTellsOfHasUntilTheNextOneToCome() {
    assertThat(peer.isComplete(hello(1))).isTrue();
    assertThat(peer.isComplete(Hello.introduction(SENDER))).isTrue();
    assertThat(peer.follows(frame(1))).isTrue();
    assertThat(peer.isComplete(hello(2))).isTrue();
    assertThat(peer.isComplete(hello(2))).isFalse();
  }

  @Test
  void holeIsMissedOnce() {
    assertThat(peer.follows(frame(1))).isTrue();
    assertThat(peer.follows(frame(3))).isFalse();
    assertThat(peer.follows(frame(2))).isTrue();
    assertThat(peer.follows(frame(4))).isTrue();
  }
}
