package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.Callers;
import com.plantapop.chat.support.Frames;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast one person may talk in one chat; with the settings that a node has by default. */
class SendLimitTest {
  private static final int BURST = 50;
  private static final int SENT = 80;
  private static final String ANN = "ann@example.com";
  private static final String BOB = "bob@example.com";

  private final ChatId chat = new ChatId(Frames.newChatId());
  private final Address address = Address.messages(chat);
  @TempDir private Path data;
  private LoneIngest ingest;

  @BeforeEach
  void open() throws Exception {
    ingest = new LoneIngest(data, 100, UnaryOperator.identity());
    ingest.add(chat, ANN, BOB);
  }

  @AfterEach
  void close() throws Exception {
    ingest.close();
  }

  private List<Future<Acknowledgement>> send(Caller caller, Address to) throws Exception {
    List<Future<Acknowledgement>> answers =
        Stream.generate(() -> ingest.submit(caller, to, "{\"content\":\"x\"}"))
            .limit(SENT)
            .toList();
    LoneIngest.await(Future.join(answers).otherwiseEmpty());
    return answers;
  }

  private static long tooFast(List<Future<Acknowledgement>> answers) {
    return answers.stream().filter(Future::failed).filter(SendLimitTest::isTooFast).count();
  }

  private static boolean isTooFast(Future<Acknowledgement> answer) {
    return answer.cause() instanceof Refusal refusal
        && refusal.code() == Refusal.Code.TOO_FAST
        && refusal.retryAfterMs().orElse(0) > 0;
  }

  @Test
  void onePersonMaySayAFewThingsAtOnce() throws Exception {
    List<Future<Acknowledgement>> answers = send(Callers.person(ANN), address);

    assertThat(answers.subList(0, BURST)).allMatch(Future::succeeded);
    assertThat(tooFast(answers)).isBetween(10L, (long) SENT - BURST);
    assertThat(tooFast(send(Callers.person("ann@EXAMPLE.com"), address)))
        .as("the same person")
        .isGreaterThan(BURST);
  }

  @Test
  void othersAndOtherChatsAreNotHeldUp() throws Exception {
    ChatId second = new ChatId(Frames.newChatId());
    ingest.add(second, ANN);
    send(Callers.person(ANN), address);

    assertThat(send(Callers.person(BOB), address).subList(0, BURST)).allMatch(Future::succeeded);
    assertThat(send(Callers.person(ANN), Address.messages(second)).subList(0, BURST))
        .allMatch(Future::succeeded);
  }

  @Test
  void servicesAndReceiptsAreNotBound() throws Exception {
    assertThat(send(Caller.INTERNAL, address)).allMatch(Future::succeeded);
    assertThat(tooFast(send(Callers.person(ANN), Address.receipts(chat)))).isZero();
  }
}
