package com.plantapop.chat;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of the command.
 *
 * @param action what to do
 * @param conf the file of {@code --conf}, whose settings lie over {@code conf/chat.json}
 */
record CommandLine(Action action, Optional<Path> conf) {
  /** Exit code of wrong arguments and of wrong settings. */
  static final int EXIT_USAGE = 2;

  static final String USAGE =
      """
      Usage: java -jar plantapop-chat.jar [--conf FILE]

        --conf FILE   settings that lie over those of conf/chat.json
        --help        show this and exit
        --version     show the version and exit

      conf/chat.json lists every setting with its default. Environment variables lie over
      all files: CHAT_ and the key in upper snake case, so that http.maxConnections is
      CHAT_HTTP_MAX_CONNECTIONS. CHAT_LOG_LEVEL is INFO unless set.

      Prints "ready http://HOST:PORT" on stdout when it serves; logs go to stderr.
      Exit codes: 0 stopped as asked, 1 failed, 2 wrong arguments or settings, 3 out of memory.
      """;

  /** What the arguments ask for; the first of {@code --help} and {@code --version} wins. */
  enum Action {
    SERVE,
    HELP,
    VERSION
  }

  /** Arguments that are not understood; the message says which. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message, null, false, false);
    }
  }

  /** Throws {@link UsageException}. */
  static CommandLine parse(String... args) {
    CommandLine line = new CommandLine(Action.SERVE, Optional.empty());
    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      line = line.with(rest.next(), rest);
    }
    return line;
  }

  /** The version of the jar; that of classes which were never packaged is unknown. */
  static String version() {
    String version = CommandLine.class.getPackage().getImplementationVersion();
    return "plantapop-chat " + (version == null ? "(unpackaged)" : version);
  }

  private CommandLine with(String argument, Iterator<String> rest) {
    return switch (argument) {
      case "--conf" -> withConf(rest);
      case "--help" -> withAction(Action.HELP);
      case "--version" -> withAction(Action.VERSION);
      default -> throw new UsageException("unknown argument \"" + argument + "\"");
    };
  }

  private CommandLine withAction(Action asked) {
    return action == Action.SERVE ? new CommandLine(asked, conf) : this;
  }

  private CommandLine withConf(Iterator<String> rest) {
    if (conf.isPresent()) {
      throw new UsageException("--conf is given twice");
    }
    String file = rest.hasNext() ? rest.next() : "";
    if (file.isEmpty() || file.startsWith("--")) {
      throw new UsageException("--conf needs a FILE");
    }
    try {
      return new CommandLine(action, Optional.of(Path.of(file)));
    } catch (InvalidPathException e) {
      throw new UsageException("--conf: " + e.getMessage());
    }
  }
}
