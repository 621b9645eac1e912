package com.plantapop.chat.store.mongo;

import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;

/** An error of one document in a bulk write, as an exception like the driver's others. */
final class MongoDocumentException extends MongoException {
  private static final long serialVersionUID = 1L;

  MongoDocumentException(BulkWriteError error) {
    super(error.getCode(), "a document was refused with code " + error.getCode());
  }
}
