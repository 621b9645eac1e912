package com.plantapop.chat.store.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the exceptions of the driver mean, by their classes and codes, never by their texts; none of
 * them leaves this package.
 *
 * <p>Tells the operator when MongoDB stops answering and when it is back: one line each, not one
 * per request, and while it comes and goes not more than one pair a minute. Any thread.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(MongoEventStore.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_TEXT = 500;

  private final String hosts;
  private volatile boolean present;
  private boolean told;
  private long begun;
  private long toldAt = System.nanoTime() - QUIET_NANOS;
  private long bugAt = System.nanoTime() - QUIET_NANOS;

  /** {@code hosts} as the operator wrote them, without who signs in. */
  Failures(String hosts) {
    this.hosts = hosts;
  }

  /** The server has answered a request as it should. */
  void none() {
    if (present) {
      end();
    }
  }

  private synchronized void end() {
    if (present && told) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
      LOG.info("MongoDB at {} answers again, after {} s", hosts, seconds);
    }
    present = false;
  }

  /** For a request that has changed nothing. */
  Refusal ofRead(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    report(failure);
    return StoreRefusals.away();
  }

  /**
   * For a write. Only a failure that surely came before the request was sent is UNAVAILABLE. Among
   * the others is a primary that steps down: it may have stored a part, and a later primary may
   * keep it.
   */
  Refusal ofWrite(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    report(failure);
    return isBeforeSending(failure) ? StoreRefusals.away() : StoreRefusals.unknownOutcome();
  }

  private void report(Throwable failure) {
    if (!(failure instanceof MongoException || failure instanceof TimeoutException)) {
      bug(failure);
    } else if (!present) {
      begin(failure);
    }
  }

  private synchronized void begin(Throwable cause) {
    if (present) {
      return;
    }
    present = true;
    begun = System.nanoTime();
    told = begun - toldAt >= QUIET_NANOS;
    if (told) {
      toldAt = begun;
      LOG.error("MongoDB at {} fails, trying on: {}", hosts, text(cause));
    }
  }

  /** Something that cannot happen; here the place in the code matters. */
  private synchronized void bug(Throwable cause) {
    long now = System.nanoTime();
    if (now - bugAt >= QUIET_NANOS) {
      bugAt = now;
      LOG.error("a bug in the store", cause);
    }
  }

  /**
   * No server, no connection or no login. With retryable writes the driver tries once more after a
   * failure that it has had while sending; it then reports that one, not what it met in selecting a
   * server again.
   */
  private static boolean isBeforeSending(Throwable failure) {
    return (failure instanceof MongoTimeoutException
            && !(failure instanceof MongoOperationTimeoutException))
        || failure instanceof MongoSocketOpenException
        || failure instanceof MongoSecurityException
        || failure instanceof MongoServerUnavailableException
        || failure instanceof MongoConnectionPoolClearedException;
  }

  /** Whether a unique index refused the document, and nothing else is wrong. */
  static boolean isDuplicate(Throwable failure) {
    return failure instanceof MongoWriteException write
        && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
  }

  /**
   * Whether single documents were refused while all others that the write came to are durable. With
   * a write concern error nothing is known to be.
   */
  static boolean isOfDocuments(Throwable failure) {
    return failure instanceof MongoBulkWriteException bulk
        && bulk.getWriteConcernError() == null
        && !bulk.getWriteErrors().isEmpty();
  }

  /** The driver names hosts, commands and codes, never a password. */
  static String text(Throwable cause) {
    String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
  }
}
