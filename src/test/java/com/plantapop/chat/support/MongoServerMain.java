package com.plantapop.chat.support;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A MongoDB server as a process of its own, which a test can stop and kill: mongo-java-server in
 * memory, on any free port of the loopback address. Prints the port, and ends when its input does.
 */
public final class MongoServerMain {
  private MongoServerMain() {}

  public static void main(String[] args) throws IOException {
    MongoServer server = new MongoServer(new IndexedBackend());
    System.out.println(server.bind().getPort());
    // Whoever started us is gone when nobody holds the other end any more.
    System.in.transferTo(OutputStream.nullOutputStream());
    server.shutdownNow();
  }
}
