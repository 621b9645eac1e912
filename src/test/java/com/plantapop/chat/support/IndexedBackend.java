package com.plantapop.chat.support;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * mongo-java-server with indexes that serve what MongoDB's serve. Its own are used only by a query
 * that names exactly their fields, and one of two fields never by {@code $in}: all others walk
 * through the whole collection, so that what grows with the stored events would be the stand-in's
 * fault and not ours. Here a query may name more fields, a range of {@code _id} is read in order
 * and no further than its limit, and the last field of an index is looked up by itself, which must
 * be unique (ours begins with the address).
 */
final class IndexedBackend extends MemoryBackend {
  @Override
  public MemoryDatabase openOrCreateDatabase(String name) {
    return new IndexedDatabase(name, getCursorRegistry());
  }

  private static final class IndexedDatabase extends MemoryDatabase {
    IndexedDatabase(String name, CursorRegistry cursors) {
      super(name, cursors);
    }

    @Override
    protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
      return new IndexedCollection(this, name, options, cursorRegistry);
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(
        String collection, String name, List<IndexKey> keys, boolean sparse) {
      return new SortedIndex(name, keys, sparse);
    }
  }

  private static final class IndexedCollection extends MemoryCollection {
    IndexedCollection(
        MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
      super(database, name, options, cursors);
    }

    @Override
    protected QueryResult queryDocuments(
        Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
      for (Index<Integer> index : getIndexes()) {
        Iterable<Integer> found =
            index instanceof SortedIndex sorted ? sorted.find(query, orderBy) : null;
        if (found != null) {
          boolean inOrder = orderBy == null || orderBy.keySet().equals(lastField(index));
          return matchDocuments(
              query, found, inOrder ? null : orderBy, skip, limit, batchSize, fields);
        }
      }
      return super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }
  }

  private static Set<String> lastField(Index<?> index) {
    return Set.of(index.getKeys().get(index.getKeys().size() - 1).getKey());
  }

  private static final class SortedIndex extends MemoryUniqueIndex {
    private final NavigableMap<String, Integer> sorted = new ConcurrentSkipListMap<>();

    SortedIndex(String name, List<IndexKey> keys, boolean sparse) {
      super(name, keys, sparse);
    }

    private String field() {
      return keys().get(keys().size() - 1);
    }

    @Override
    protected boolean putKeyPosition(KeyValue value, Integer position) {
      boolean added = super.putKeyPosition(value, position);
      if (added && value.get(value.size() - 1) instanceof String text) {
        sorted.put(text, position);
      }
      return added;
    }

    @Override
    protected Integer removeDocument(KeyValue value) {
      if (value.get(value.size() - 1) instanceof String text) {
        sorted.remove(text);
      }
      return super.removeDocument(value);
    }

    /** Null: not by this index. */
    Iterable<Integer> find(Document query, Document orderBy) {
      Object asked = query.get(field());
      if (asked instanceof String text) {
        return positions(List.of(text));
      }
      if (!(asked instanceof Document terms)) {
        return null;
      }
      if (terms.get("$in") instanceof Collection<?> values) {
        return positions(values);
      }
      return terms.get("$gt") instanceof String above && terms.get("$lt") instanceof String below
          ? range(above, below, orderBy != null && Objects.equals(-1, orderBy.get(field())))
          : null;
    }

    private List<Integer> positions(Collection<?> values) {
      return values.stream().sorted().distinct().map(sorted::get).filter(Objects::nonNull).toList();
    }

    private Iterable<Integer> range(String above, String below, boolean backwards) {
      NavigableMap<String, Integer> range = sorted.subMap(above, false, below, false);
      return (backwards ? range.descendingMap() : range).values();
    }
  }
}
