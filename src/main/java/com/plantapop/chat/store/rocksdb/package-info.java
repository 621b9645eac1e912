/**
 * The embedded store: {@link com.plantapop.chat.store.EventStore} on RocksDB, in a directory that
 * one process has for itself.
 *
 * <p>Writes go one way: {@link com.plantapop.chat.store.rocksdb.RocksEventStore} puts a {@code
 * Request} into the {@code RequestQueue}; the one thread of {@code Writer} takes what has gathered,
 * has it decided by a {@code Group}, writes that with one sync and answers. Reads run on a few
 * threads of their own, through {@code Storage}, which keeps them off a closed database.
 */
package com.plantapop.chat.store.rocksdb;
