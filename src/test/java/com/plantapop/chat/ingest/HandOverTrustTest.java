package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventHeaders;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.support.Talk;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only nodes of one store hand over to each other, and only their answers are believed. */
class HandOverTrustTest {
  private static final int SAID = 20;

  private final Rivals rivals = new Rivals();
  private final Talk talk = rivals.talk;

  @AfterEach
  void close() throws Exception {
    rivals.close();
  }

  private Member winner() {
    return rivals.winner();
  }

  private Member loser() {
    return rivals.loser();
  }

  @Test
  void aWinnerOutsideOfTheClusterIsAskedInVain() throws Exception {
    rivals.startLoser(rivals.cluster.store());
    talk.readOn(loser());
    talk.writerOn(loser()).say(SAID);

    rivals.check();
    assertThat(loser().races().handOvers()).isZero();
    assertThat(loser().races().failedHandOvers()).isEqualTo(1);
  }

  @Test
  void onlyWhoKnowsTheSecretOfTheStoreIsHeard() throws Exception {
    rivals.start(Map.of());
    UUID id = UUID.randomUUID();
    Payload payload = Payload.of("{\"id\":\"" + id + "\"}");
    Event event = new Event(1, EventKey.ofMessage(id), Instant.now(), payload);
    Buffer frame = HandOverFrame.encode(talk.log(), List.of(event));
    String address = HandOver.busAddress(winner().store().writer());

    for (DeliveryOptions options :
        List.of(
            new DeliveryOptions(),
            new DeliveryOptions().addHeader(EventHeaders.PROOF, "0".repeat(32)))) {
      assertThatThrownBy(() -> loser().vertx().eventBus().request(address, frame, options).await())
          .isInstanceOf(ReplyException.class)
          .extracting(thrown -> ((ReplyException) thrown).failureCode())
          .isEqualTo(403);
    }
    assertThat(winner().races().refusals()).isEqualTo(2);
    assertThat(talk.stored()).isEmpty();
  }

  @Test
  void anAnswerWithoutProofIsNotBelieved() throws Exception {
    rivals.startLoser(rivals.cluster.store());
    talk.readOn(loser());
    AtomicInteger asked = new AtomicInteger();
    String address = HandOver.busAddress(rivals.cluster.store().writer());
    loser()
        .vertx()
        .eventBus()
        .consumer(address, message -> message.reply(forged(asked)))
        .completion()
        .await();
    talk.writerOn(loser()).say(SAID);

    rivals.check();
    assertThat(asked.get()).isEqualTo(1);
    assertThat(loser().races().appended()).isEqualTo(SAID);
  }

  private static Buffer forged(AtomicInteger asked) {
    asked.incrementAndGet();
    return HandOverFrame.encodeAnswer(List.of(new Taken(1, 1)));
  }
}
