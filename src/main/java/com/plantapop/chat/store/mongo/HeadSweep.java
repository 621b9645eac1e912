package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * The heads of many logs: one query each, which reads one entry of an index on every engine, a few
 * at a time so that others get their turn. An aggregation over all of them would walk whole logs.
 */
final class HeadSweep {
  private static final int AT_A_TIME = 8;

  private final LogReader reader;
  private final ArrayDeque<Address> left;
  private final Map<Address, Long> heads = new HashMap<>();
  private final Promise<Map<Address, Long>> answer = Promise.promise();
  private int running;

  HeadSweep(LogReader reader, Collection<Address> addresses) {
    this.reader = reader;
    this.left = new ArrayDeque<>(new LinkedHashSet<>(addresses));
  }

  /** Call once. */
  Future<Map<Address, Long>> read() {
    if (left.isEmpty()) {
      answer.complete(heads);
    }
    for (int i = 0; i < AT_A_TIME; i++) {
      next();
    }
    return answer.future();
  }

  private void next() {
    Address address = poll();
    if (address != null) {
      reader.head(address).onSuccess(head -> read(address, head)).onFailure(this::fail);
    }
  }

  private synchronized Address poll() {
    Address address = left.poll();
    running += address == null ? 0 : 1;
    return address;
  }

  private void read(Address address, long head) {
    if (isLast(address, head)) {
      answer.tryComplete(heads);
    } else {
      next();
    }
  }

  private synchronized boolean isLast(Address address, long head) {
    heads.put(address, head);
    running--;
    return left.isEmpty() && running == 0;
  }

  private void fail(Throwable failure) {
    synchronized (this) {
      left.clear();
    }
    answer.tryFail(failure);
  }
}
