package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import io.vertx.core.Future;
import io.vertx.ext.mongo.BulkOperation;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Removes the beginning of a log, one event after the other in ordered writes, so that wherever it
 * stops there is no hole. A delete by a range would go in the order of whichever index the server
 * takes. Any thread.
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
        : reader.first(address).compose(from -> delete(address, from, to));
  }

  private Future<Void> delete(Address address, long from, long to) {
    if (from >= to) {
      return Future.succeededFuture();
    }
    long end = Math.min(to, from + AT_ONCE);
    List<BulkOperation> deletes =
        LongStream.range(from, end)
            .mapToObj(seq -> BulkOperation.createDelete(Names.event(address, seq)))
            .toList();
    return requests.inOrder(deletes).compose(deleted -> delete(address, end, to));
  }
}
