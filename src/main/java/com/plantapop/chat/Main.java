package com.plantapop.chat;

import com.plantapop.chat.access.KeysException;
import com.plantapop.chat.cluster.ClusterStartException;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.ConfigException;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.contract.ContractException;
import com.plantapop.chat.contract.SchemaSource;
import com.plantapop.chat.edge.TlsFilesException;
import com.plantapop.chat.store.StoreOpenException;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command: {@code java -jar plantapop-chat.jar} (design section 8). */
@Command(
    name = "java -jar plantapop-chat.jar",
    description = "Serves the chat; prints \"ready http(s)://HOST:PORT\" on stdout when it does.",
    subcommands = TokenCommand.class,
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped as asked",
      "1:failed",
      "2:wrong arguments, settings, schemas or data",
      "3:out of memory",
    },
    footer = {
      "",
      "conf/chat.json lists every setting with its default. Environment variables lie",
      "over all files: CHAT_ and the key in upper snake case (http.maxConnections is",
      "CHAT_HTTP_MAX_CONNECTIONS). CHAT_LOG_LEVEL is INFO unless set. Logs go to stderr.",
    })
public final class Main implements Runnable {
  /** Settings or data that do not permit a start; a supervisor need not try again. */
  private static final int EXIT_WRONG_SETTINGS = CommandLine.ExitCode.USAGE;

  private static final int EXIT_FAILED = CommandLine.ExitCode.SOFTWARE;

  /**
   * Has Netty count its direct memory itself, with the manifest's Add-Opens of java.nio. The JDK's
   * own way, where there is no more, is to stop the event loop that asks for half a second of
   * garbage collections, each time; Netty refuses at once, and the connection that asked ends.
   */
  private static final String OWN_DIRECT_MEMORY = "io.netty.tryReflectionSetAccessible";

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "settings that lie over those of conf/chat.json")
  private Path conf;

  private Main() {}

  public static void main(String[] args) {
    if (System.getProperty(OWN_DIRECT_MEMORY) == null) {
      System.setProperty(OWN_DIRECT_MEMORY, "true");
    }
    MemoryWatch.start();
    int code = commandLine().execute(args);
    if (code != CommandLine.ExitCode.OK) {
      // Threads that run already would keep a half-started process alive.
      Runtime.getRuntime().halt(code);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, arguments) -> explain(failure));
  }

  /** Serves; a node that has started goes on when this has returned. */
  @Override
  public void run() {
    serve(config());
  }

  /** Throws ConfigException. */
  ChatConfig config() {
    Map<String, String> environment = System.getenv();
    List<String> ignored = ConfigLoader.ignored(environment);
    if (!ignored.isEmpty()) {
      LOG.info("ignored, as Kubernetes sets them for its Services: {}", String.join(", ", ignored));
    }
    return ConfigLoader.load(Path.of(""), Optional.ofNullable(conf), environment);
  }

  /** Tells the operator what keeps the node from starting; the exit code is returned. */
  private static int explain(Exception failure) {
    if (failure instanceof ConfigException
        || failure instanceof ContractException
        || failure instanceof StoreOpenException
        || failure instanceof ClusterStartException) {
      System.err.println(failure.getMessage());
      return EXIT_WRONG_SETTINGS;
    }
    LOG.error("cannot start", failure);
    return EXIT_FAILED;
  }

  private void serve(ChatConfig config) {
    tellWhoMayComeIn(config);
    Contract contract = Contract.load(schemas(config.contract().dir()));
    new Launch(config, contract, Runtime.getRuntime().availableProcessors())
        .node()
        .compose(Main::startServing)
        .onSuccess(node -> tellReady(config, node.port()))
        .onFailure(cause -> startFailed(config, cause));
  }

  private static Future<ChatNode> startServing(ChatNode node) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "drain"));
    return node.start().map(started -> node);
  }

  private static void tellWhoMayComeIn(ChatConfig config) {
    if (config.auth().isOpen() && !config.http().isLoopback()) {
      LOG.warn(
          "open mode beyond this machine: whoever reaches {} may do everything",
          config.http().hostInUrl());
    } else if (config.auth().isOpen()) {
      LOG.info("open mode: whoever is on this machine may do everything");
    }
  }

  /** The one line on stdout that others wait for (design section 8). */
  private void tellReady(ChatConfig config, int port) {
    out.println("ready " + config.http().scheme() + "://" + config.http().hostInUrl() + ":" + port);
  }

  /** The operator's own copy wins over the one in the jar. */
  private static SchemaSource schemas(String configured) {
    Path directory = Path.of(configured.isEmpty() ? "schemas" : configured);
    return configured.isEmpty() && !Files.isDirectory(directory)
        ? SchemaSource.packaged()
        : SchemaSource.directory(directory);
  }

  /**
   * Runs when the process is told to end, for instance by SIGTERM; or when nothing keeps it alive,
   * because its event loops have died. Drained as asked is a success; left alone, the JVM would
   * report the signal (143).
   */
  private static void stop(ChatNode node) {
    int code = EXIT_FAILED;
    try {
      CountDownLatch stopped = new CountDownLatch(1);
      Future<Void> stopping = node.stop().onComplete(outcome -> stopped.countDown());
      stopped.await();
      code = stopping.succeeded() ? 0 : EXIT_FAILED;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void startFailed(ChatConfig config, Throwable cause) {
    int code = EXIT_FAILED;
    if (cause instanceof StoreOpenException
        || cause instanceof ClusterStartException
        || cause instanceof KeysException
        || cause instanceof TlsFilesException) {
      System.err.println(cause.getMessage());
      code = EXIT_WRONG_SETTINGS;
    } else if (cause instanceof IOException) {
      // Nothing else is opened so late; the native transport has a class of its own for it.
      String where = config.http().hostInUrl() + ":" + config.http().port();
      System.err.println("http.port: cannot listen on " + where + ": " + cause.getMessage());
    } else {
      System.err.println("cannot start: " + cause.getMessage());
    }
    Runtime.getRuntime().halt(code);
  }

  /** The version of the jar; that of classes which were never packaged is unknown. */
  static final class Version implements CommandLine.IVersionProvider {
    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "(unpackaged)" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"plantapop-chat " + text()};
    }
  }
}
