package com.plantapop.chat.attack;

import com.plantapop.chat.store.EventStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a store is told to change, of whatever log. */
final class StoreWrites {
  private static final Set<String> WRITES = Set.of("append", "bind", "trim");

  private final AtomicInteger count = new AtomicInteger();

  int count() {
    return count.get();
  }

  /** The same store, counted. */
  EventStore of(EventStore store) {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, arguments) -> call(store, method, arguments));
  }

  private Object call(EventStore store, Method method, Object[] arguments) throws Throwable {
    if (WRITES.contains(method.getName())) {
      count.incrementAndGet();
    }
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
