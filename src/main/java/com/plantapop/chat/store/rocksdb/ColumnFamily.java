package com.plantapop.chat.store.rocksdb;

import java.nio.charset.StandardCharsets;

/** The column families; {@link Layout} says what is in them. */
enum ColumnFamily {
  /** RocksDB insists on it; here it holds what {@code check} writes, and where logs begin. */
  DEFAULT("default"),
  LOG("log"),
  KEYS("keys"),
  BINDINGS("bindings"),
  LISTS("lists");

  private final String label;

  ColumnFamily(String label) {
    this.label = label;
  }

  byte[] bytes() {
    return label.getBytes(StandardCharsets.UTF_8);
  }
}
