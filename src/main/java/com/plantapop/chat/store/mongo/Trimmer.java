package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import io.vertx.core.Future;
import io.vertx.ext.mongo.BulkOperation;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Removes the beginning of a log, or what it said, one event after the other in ordered writes, so
 * that wherever it stops there is no hole. A change by a range would go in the order of whichever
 * index the server takes. Any thread.
 */
final class Trimmer {
  private static final int AT_ONCE = 500;

  private final MongoRequests requests;
  private final LogReader reader;

  Trimmer(MongoRequests requests, LogReader reader) {
    this.requests = requests;
    this.reader = reader;
  }

  Future<Void> trim(Address address, long first) {
    return reader.head(address).compose(head -> trim(address, Math.min(first, head), head));
  }

  private Future<Void> trim(Address address, long to, long head) {
    return to <= 1 || head == 0
        ? Future.succeededFuture()
        : reader.first(address).compose(from -> change(from, to, seq -> delete(address, seq)));
  }

  private static BulkOperation delete(Address address, long seq) {
    return BulkOperation.createDelete(Names.event(address, seq));
  }

  /**
   * The numbers stay taken, or a writer that was paused since before the end of the log would find
   * its one free again.
   */
  Future<Void> erase(Address address) {
    return reader
        .end(address)
        .compose(end -> end.isEmpty() ? Future.succeededFuture() : erase(address, end.get()));
  }

  private Future<Void> erase(Address address, long end) {
    return reader
        .first(address)
        .compose(from -> change(from, end, seq -> replaceByTombstone(address, seq)));
  }

  private static BulkOperation replaceByTombstone(Address address, long seq) {
    return BulkOperation.createReplace(
        Names.event(address, seq), Documents.tombstone(address, seq));
  }

  private Future<Void> change(long from, long to, LongFunction<BulkOperation> how) {
    if (from >= to) {
      return Future.succeededFuture();
    }
    long end = Math.min(to, from + AT_ONCE);
    List<BulkOperation> changes = LongStream.range(from, end).mapToObj(how).toList();
    return requests.inOrder(changes).compose(done -> change(end, to, how));
  }
}
