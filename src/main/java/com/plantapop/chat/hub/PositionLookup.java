package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks the store whether there is an event, for many at once: what is asked while a query is under
 * way makes the next one. Thousands who come back at the same time, when a node has died, cost a
 * few queries and not one each. Used on one event loop only.
 */
final class PositionLookup {
  private record Question(List<Position> positions, Promise<Set<Position>> answer) {}

  private final ContextInternal context;
  private final EventStore store;
  private final ArrayDeque<Question> waiting = new ArrayDeque<>();
  private boolean asking;

  PositionLookup(ContextInternal context, EventStore store) {
    this.context = context;
    this.store = store;
  }

  /**
   * The last number of a log. Whoever resumes has mostly seen all there is: that there is nothing
   * behind it costs a look at two points, together with those of all others who come, where a head
   * costs a query each.
   *
   * @param since where the one who asks resumes, if it does
   */
  Future<Long> head(Address address, OptionalLong since) {
    long asked = since.orElse(Long.MAX_VALUE);
    if (asked == Long.MAX_VALUE) {
      return store.head(address);
    }
    Position last = new Position(address, asked);
    Position next = new Position(address, asked + 1);
    return existing(asked == 0 ? List.of(next) : List.of(last, next))
        .compose(
            found ->
                (asked == 0 || found.contains(last)) && !found.contains(next)
                    ? Future.succeededFuture(asked)
                    : store.head(address));
  }

  /** Those of a few positions where there is an event; others may be among the answer, too. */
  Future<Set<Position>> existing(List<Position> positions) {
    Promise<Set<Position>> answer = context.promise();
    waiting.add(new Question(positions, answer));
    if (!asking) {
      asking = true;
      // At the end of the turn: others may ask in it.
      context.runOnContext(turn -> ask());
    }
    return answer.future();
  }

  private void ask() {
    List<Question> asked = new ArrayList<>();
    List<Position> positions = new ArrayList<>();
    while (!waiting.isEmpty() && positions.size() < EventStore.POSITIONS_PER_QUERY) {
      Question next = waiting.poll();
      asked.add(next);
      positions.addAll(next.positions());
    }
    if (asked.isEmpty()) {
      asking = false;
    } else {
      // Composed: what is thrown must not keep all others waiting for ever.
      Future.succeededFuture()
          .compose(begun -> store.existing(positions))
          .onComplete(outcome -> tell(asked, outcome));
    }
  }

  private void tell(List<Question> asked, AsyncResult<Set<Position>> outcome) {
    for (Question question : asked) {
      if (outcome.succeeded()) {
        question.answer().complete(outcome.result());
      } else {
        question.answer().fail(outcome.cause());
      }
    }
    ask();
  }
}
