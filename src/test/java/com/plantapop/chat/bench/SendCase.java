package com.plantapop.chat.bench;

/**
 * A case of {@link Sends}.
 *
 * @param inFlight sends in flight, all sockets together
 * @param withReaders whether one socket of each chat reads what is sent there
 * @param pinned whether server and client have a core each, else they share all
 */
record SendCase(int inFlight, boolean withReaders, boolean pinned) {
  String title() {
    return inFlight + " sends in flight" + (withReaders ? ", with readers" : "");
  }
}
