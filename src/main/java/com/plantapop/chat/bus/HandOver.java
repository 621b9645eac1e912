package com.plantapop.chat.bus;

import io.vertx.core.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

/**
 * Brings what has come from peers to the event loops between which the chats are divided. Called on
 * the loop that receives.
 */
final class HandOver {
  static final int RECEIVING_LOOP = 0;

  /** Of events that wait for a busy loop; beyond, it gets the numbers and reads the log (G7). */
  private static final long MAX_WAITING_BYTES = 8 << 20;

  private final EventListener listener;
  private final List<Context> loops;

  /** By loop: bytes of what was handed to it and not taken yet. */
  private final AtomicLongArray waiting;

  HandOver(EventListener listener, List<Context> loops) {
    this.listener = listener;
    this.loops = List.copyOf(loops);
    this.waiting = new AtomicLongArray(loops.size());
  }

  void take(List<EventFrame.Item> items) {
    Map<Integer, List<EventFrame.Item>> byLoop =
        items.stream()
            .collect(Collectors.groupingBy(item -> item.address().chat().shard(loops.size())));
    byLoop.forEach(this::handOver);
  }

  private void handOver(int loop, List<EventFrame.Item> items) {
    if (loop == RECEIVING_LOOP) {
      tell(items);
      return;
    }
    long size = size(items);
    if (waiting.addAndGet(loop, size) > MAX_WAITING_BYTES) {
      List<EventFrame.Item> numbers = items.stream().map(EventFrame.Item::numberOnly).toList();
      waiting.addAndGet(loop, size(numbers) - size);
      loops.get(loop).runOnContext(turn -> take(loop, numbers));
    } else {
      loops.get(loop).runOnContext(turn -> take(loop, items));
    }
  }

  private void take(int loop, List<EventFrame.Item> items) {
    waiting.addAndGet(loop, -size(items));
    tell(items);
  }

  private static long size(List<EventFrame.Item> items) {
    return items.stream().mapToLong(EventFrame.Item::size).sum();
  }

  private void tell(List<EventFrame.Item> items) {
    for (EventFrame.Item item : items) {
      if (item.entry() == null) {
        listener.reaches(item.address(), item.seq());
      } else {
        listener.stored(item.address(), item.entry());
      }
    }
  }
}
