package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import com.plantapop.chat.support.ServerLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/** All that a node logs when its operator wants to hear everything, and what must not be there. */
final class Overheard implements AutoCloseable {
  /** Shorter parts of a token may stand anywhere. */
  private static final int SECRET = 16;

  private final Map<Logger, Level> levels = new HashMap<>();
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();
  private final ServerLog log;

  Overheard() {
    root().iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(root()::detachAppender);
    log = ServerLog.open();
    for (String name : Set.of(org.slf4j.Logger.ROOT_LOGGER_NAME, "io.vertx", "io.netty")) {
      Logger logger = (Logger) LoggerFactory.getLogger(name);
      levels.put(logger, logger.getLevel());
      logger.setLevel(Level.DEBUG);
    }
    secrets.add(Stage.MARK);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** No part of it may be logged. */
  void mayNotBeLogged(String token) {
    Arrays.stream(token.split("\\.", -1))
        .filter(part -> part.length() > SECRET)
        .forEach(secrets::add);
  }

  void assertDiscreet() {
    for (String line : log.everything()) {
      assertThat(secrets).as(line).noneMatch(line::contains);
    }
    assertThat(log.stackTraces()).isEmpty();
  }

  @Override
  public void close() {
    log.close();
    levels.forEach(Logger::setLevel);
    others.forEach(root()::addAppender);
  }
}
