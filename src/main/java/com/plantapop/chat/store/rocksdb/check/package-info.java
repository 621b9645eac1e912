/**
 * Looks at the files of a database before RocksDB does, and changes nothing.
 *
 * <p>RocksDB cannot tell what a crash leaves behind (a last record that is torn) from damage to
 * what was acknowledged. Whatever its settings, it takes some damage for the end of a file, goes on
 * without a word from there, and deletes files that the lost rest speaks of: a log that was read to
 * n could then be read to less. So its two kinds of record files are read here first, and an
 * opening is refused while everything is still there.
 */
package com.plantapop.chat.store.rocksdb.check;
