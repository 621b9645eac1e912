package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.store.StoreOpenException;
import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/** Loads the native library of RocksDB, once per process. */
final class Natives {
  private static final String CHOSEN_DIRECTORY = "ROCKSDB_SHAREDLIB_DIR";

  private Natives() {}

  /**
   * Unpacks the library into the store's directory where possible. In the directory for temporary
   * files it gets a new name each time, and every process that is killed would leave 16 MB there.
   */
  static void load(Path directory) {
    try {
      if (System.getenv(CHOSEN_DIRECTORY) == null) {
        unpack(directory);
      }
      RocksDB.loadLibrary();
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      throw new StoreOpenException(
          "store: cannot load RocksDB's native library from "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + e.getMessage()
              + "); set "
              + CHOSEN_DIRECTORY
              + " to a directory that can be written and executed",
          e);
    }
  }

  private static void unpack(Path directory) {
    try {
      NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      // No room, or mounted noexec: it goes where RocksDB puts it by default.
      return;
    }
  }
}
