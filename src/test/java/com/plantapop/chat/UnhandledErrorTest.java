package com.plantapop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.contract.SchemaSource;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a process of its own, since that is what must end. */
class UnhandledErrorTest {

  /** The process. */
  static final class Node {
    private Node() {}

    public static void main(String[] args) {
      Map<String, String> settings =
          Map.of("CHAT_HTTP_PORT", "0", "CHAT_STORE_URI", "rocksdb:data");
      ChatConfig config = ConfigLoader.load(Path.of(args[0]), Optional.empty(), settings);
      new Launch(config, Contract.load(SchemaSource.packaged()), 1)
          .node()
          .compose(ChatNode::start)
          .onSuccess(started -> Vertx.currentContext().runOnContext(Node::fail));
    }

    private static void fail(Void turn) {
      throw new OutOfMemoryError("as Netty throws it for direct memory");
    }
  }

  @TempDir private Path directory;

  @Test
  void handlerWithoutMemoryEndsTheNode() throws Exception {
    Process node =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Node.class.getName(),
                directory.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    try {
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isEqualTo(MemoryWatch.EXIT_OUT_OF_MEMORY);
    } finally {
      node.destroyForcibly();
    }
  }
}
