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
import java.util.concurrent.TimeoutException;

/**
 * What the exceptions of the driver mean, by their classes and codes, never by their texts; none of
 * them leaves this package. Tells the {@link MongoOutage} how the server is doing. Any thread.
 */
final class Failures {
  private final MongoOutage outage;

  Failures(MongoOutage outage) {
    this.outage = outage;
  }

  /** The server has answered a request as it should. */
  void none() {
    outage.end();
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
    if (failure instanceof MongoException || failure instanceof TimeoutException) {
      outage.begin(failure);
    } else {
      outage.bug(failure);
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
}
