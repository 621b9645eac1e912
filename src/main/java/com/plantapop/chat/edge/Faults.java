package com.plantapop.chat.edge;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that turns whatever was thrown into what the one who asked is told (design section
 * 9). What is no Refusal is a fault of ours: logged with its trace, but once a minute for each
 * place that it came from, lest a stranger who has found it fills the log. Any thread.
 */
public final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_PLACES = 100;
  private static final String OURS = "com.plantapop.chat.";
  private static final Map<String, Long> LOGGED = new ConcurrentHashMap<>();

  private Faults() {}

  /** What the one who asked is told of it. */
  public static Refusal refusalFor(Throwable cause) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    log(cause);
    return Refusal.of(Refusal.Code.FAULT, "a fault of ours, which is in our log");
  }

  /** For what nobody waits for the answer of. */
  public static void log(Throwable fault) {
    if (isNews(place(fault), System.nanoTime())) {
      LOG.error("a fault of ours", fault);
    }
  }

  /** Where of our code: a library has one place in which it throws for all who call it. */
  private static String place(Throwable cause) {
    return cause.getClass().getName()
        + Arrays.stream(cause.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(OURS))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("");
  }

  private static boolean isNews(String place, long now) {
    LOGGED.values().removeIf(last -> now - last > REPEAT_NANOS);
    return LOGGED.size() < MAX_PLACES && LOGGED.putIfAbsent(place, now) == null;
  }

  /** What is thrown at once fails like what fails later. */
  public static <T> Future<T> call(Supplier<Future<T>> work) {
    return Future.succeededFuture().compose(begun -> work.get());
  }
}
