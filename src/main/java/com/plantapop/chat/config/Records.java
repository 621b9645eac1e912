package com.plantapop.chat.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.stream.Stream;

/** Creates records from what was read. */
final class Records {
  private Records() {}

  /** {@code values} are in the order of declaration and within their bounds. */
  static <T> T create(Class<T> type, Object... values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] arguments = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      arguments[i] = narrowed(types[i], values[i]);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfigException broken) {
        throw broken;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object narrowed(Class<?> type, Object value) {
    if (type == int.class) {
      return ((BigInteger) value).intValueExact();
    }
    return type == long.class ? (Object) ((BigInteger) value).longValueExact() : value;
  }
}
