package com.plantapop.chat.store;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;

/** The store under test, with short words for what the contract asks of it. */
public interface StoreSubject {
  int PLENTY = 1 << 24;

  EventStore store();

  static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** All outcomes in one, which fails when one of them does. */
  static Future<List<AppendResult>> append(EventStore store, List<Run> runs) {
    return Future.join(store.append(runs)).map(all -> all.<AppendResult>list());
  }

  default AppendResult append(Address log, List<Event> events) {
    return await(store().append(List.of(new Run(log, events))).get(0));
  }

  default AppendResult append(Address log, Event... events) {
    return append(log, List.of(events));
  }

  default long head(Address log) {
    return await(store().heads(List.of(log))).get(log);
  }

  default List<Event> all(Address log) {
    return await(store().readAfter(log, 0, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  static void assertRefused(Refusal.Code code, Future<?> future) {
    Assertions.assertThatThrownBy(() -> await(future))
        .satisfies(thrown -> Assertions.assertThat(refusal(thrown).code()).isEqualTo(code));
  }

  private static Refusal refusal(Throwable thrown) {
    return (Refusal) (thrown instanceof CompletionException ? thrown.getCause() : thrown);
  }
}
