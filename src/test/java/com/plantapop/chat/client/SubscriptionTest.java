package com.plantapop.chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.EventHeaders;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every event, in order, once, whatever the bus does. */
class SubscriptionTest {
  private static final String TIME = "2026-01-31T12:00:00.123Z";

  private static final long NEVER_MS = 3_600_000;

  private final ChatId chat = new ChatId(Frames.newChatId());
  private final Address log = Address.messages(chat);
  private final List<Long> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final Set<String> toLose = ConcurrentHashMap.newKeySet();
  @TempDir private Path data;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data);
    node.vertx().eventBus().<Object>addInboundInterceptor(this::lose);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void lose(DeliveryContext<Object> delivery) {
    if (delivery.message().address().equals(BusAddresses.HISTORY)) {
      reads.incrementAndGet();
    }
    boolean ours = delivery.message().address().equals(log.onBus());
    String seq = delivery.message().headers().get(EventHeaders.SEQ);
    if (!ours || seq == null || !toLose.remove(seq)) {
      delivery.next();
    }
  }

  /** One that never looks by itself, so that what it finds it was told of. */
  private ChatClient client() {
    return ChatClient.create(node.vertx(), new ClientSettings(15_000, NEVER_MS));
  }

  private void say(int count) {
    for (int i = 0; i < count; i++) {
      client().send(chat, new JsonObject().put("content", "" + i)).await();
    }
  }

  private void record(ChatEvent event) {
    boolean real = !"forged".equals(event.body().getString("content"));
    seen.add(real ? event.seq() : -event.seq());
  }

  private void awaitSeen(long first, long last) throws Exception {
    List<Long> expected = LongStream.rangeClosed(first, last).boxed().toList();
    Await.until("number " + last, () -> seen.size() >= expected.size());
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void goesOnBehindItsCursorAndThenLive() throws Exception {
    say(5);
    Subscription first = client().subscribe(log, 2, this::record).await();
    awaitSeen(3, 5);
    say(2);
    awaitSeen(3, 7);
    first.close().await();
    say(3);

    client().subscribe(log, first.cursor(), this::record).await();
    awaitSeen(3, 10);
  }

  @Test
  void startsNowWhenNoCursorIsGiven() throws Exception {
    say(3);
    assertThat(client().subscribe(log, this::record).await().cursor()).isEqualTo(3);
    say(1);
    awaitSeen(4, 4);
  }

  @Test
  void cursorBeyondTheLogIsRefused() {
    say(1);
    assertThat(ChatClientTest.refusal(client().subscribe(log, 2, this::record)))
        .isEqualTo(Refusal.Code.MALFORMED);
  }

  @Test
  void tellsThatItsChatWasDeleted() throws Exception {
    say(2);
    ChatClient looking = ChatClient.create(node.vertx(), new ClientSettings(15_000, 100));
    Subscription reading = looking.subscribe(log, 0, this::record).await();
    awaitSeen(1, 2);
    assertThat(new Rest(node.port(), null).delete("/chats/" + chat.hex()).status()).isEqualTo(204);
    assertThat(ChatClientTest.refusal(reading.ended())).isEqualTo(Refusal.Code.GONE);
    assertThat(ChatClientTest.refusal(looking.subscribe(log, 0, this::record)))
        .isEqualTo(Refusal.Code.GONE);
  }

  @Test
  void readsMoreThanAPage() throws Exception {
    say(450);
    client().subscribe(log, 0, this::record).await();
    awaitSeen(1, 450);
  }

  @Test
  void fillsAGapThatTheNextEventShows() throws Exception {
    client().subscribe(log, 0, this::record).await();
    // After its only look that nothing on the bus asks for.
    Await.until("the first look", () -> reads.get() == 2);
    toLose.addAll(List.of("2", "3", "5"));
    say(6);
    awaitSeen(1, 6);
    assertThat(toLose).as("not lost").isEmpty();
  }

  @Test
  void findsALostEventThatNoOtherFollows() throws Exception {
    ClientSettings watchful = new ClientSettings(15_000, 50);
    ChatClient.create(node.vertx(), watchful).subscribe(log, 0, this::record).await();
    toLose.add("2");
    say(2);
    awaitSeen(1, 2);
    assertThat(toLose).as("not lost").isEmpty();
  }

  @Test
  void deliversOnceWhatTheBusRepeatsAndIgnoresWhatIsNotInTheLog() throws Exception {
    client().subscribe(log, 0, this::record).await();
    say(2);
    awaitSeen(1, 2);
    publish("1", TIME);
    publish("2", TIME);
    publish("3", null);
    publish("999999999999999999", TIME);
    publish(null, null);
    say(20);
    awaitSeen(1, 22);
    assertThat(reads).as("a made-up number is asked for once, not for ever").hasValueLessThan(10);
  }

  private void publish(String seq, String acceptedAt) {
    DeliveryOptions options = new DeliveryOptions();
    if (seq != null) {
      options.addHeader(EventHeaders.SEQ, seq);
    }
    if (acceptedAt != null) {
      options.addHeader(EventHeaders.ACCEPTED_AT, acceptedAt);
    }
    node.vertx()
        .eventBus()
        .publish(log.onBus(), new JsonObject().put("content", "forged"), options);
  }

  @Test
  void pausedOneHoldsLittleAndMissesNothing() throws Exception {
    Subscription subscription = pausing(seq -> seq == 2);
    say(300);
    awaitSeen(1, 2);
    assertThat(subscription.cursor()).isEqualTo(2);
    subscription.resume();
    awaitSeen(1, 300);
  }

  /** The handler itself pauses it. */
  private Subscription pausing(Predicate<Long> when) {
    Subscription[] self = new Subscription[1];
    self[0] =
        client()
            .subscribe(
                log,
                0,
                event -> {
                  record(event);
                  if (when.test(event.seq())) {
                    self[0].pause();
                  }
                })
            .await();
    return self[0];
  }

  @Test
  void eventWhoseHandlerThrowsCountsAsDelivered() throws Exception {
    client()
        .subscribe(
            log,
            0,
            event -> {
              record(event);
              throw new IllegalStateException("a handler's own trouble");
            })
        .await();
    say(3);
    awaitSeen(1, 3);
  }

  @Test
  void closedOneIsSilent() throws Exception {
    Subscription closing = client().subscribe(log, 0, this::record).await();
    say(1);
    awaitSeen(1, 1);
    closing.close().await();
    List<Long> others = new CopyOnWriteArrayList<>();
    client().subscribe(log, 0, event -> others.add(event.seq())).await();
    say(1);
    Await.until("the other to hear it", () -> others.size() == 2);
    assertThat(seen).containsExactly(1L);
  }
}
