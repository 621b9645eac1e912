package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

/** G7: what waits for the disk is bounded in number and in bytes. */
class RequestQueueTest {
  private final RequestQueue queue = new RequestQueue();

  private static Request<Void> request(long bytes) {
    return new Request<>(Promise.promise(), bytes, Group::check);
  }

  private int offerUntilFull(long bytes) {
    int taken = 0;
    while (queue.offer(List.of(request(bytes))).isEmpty()) {
      taken++;
    }
    return taken;
  }

  @Test
  void boundsTheBytes() throws Exception {
    assertThat(offerUntilFull(1 << 20)).isEqualTo(128);
    List<Request<?>> group = queue.take(0);
    assertThat(group).hasSize(8);
    assertThat(offerUntilFull(1 << 20)).isEqualTo(8);
  }

  @Test
  void boundsTheNumber() {
    assertThat(offerUntilFull(1)).isEqualTo(20_000);
  }

  @Test
  void givesOutWhatItTookInBeforeItWasClosed() throws Exception {
    queue.offer(List.of(request(1)));
    queue.close();
    assertThat(queue.offer(List.of(request(1))))
        .hasToString("Optional[" + StoreRefusals.closed() + "]");
    assertThat(queue.isDone()).isFalse();
    assertThat(queue.take(RequestQueue.FOR_EVER)).hasSize(1);
    assertThat(queue.take(RequestQueue.FOR_EVER)).isEmpty();
    assertThat(queue.isDone()).isTrue();
  }
}
