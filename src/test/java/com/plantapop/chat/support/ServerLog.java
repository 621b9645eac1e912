package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What a node in this JVM logs while this is open. */
public final class ServerLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

  private ServerLog() {}

  public static ServerLog open() {
    ServerLog log = new ServerLog();
    log.start();
    root().addAppender(log);
    return log;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  protected void append(ILoggingEvent event) {
    all.add(event);
    lines.add(event.getFormattedMessage());
  }

  /** Waits for a line that contains {@code part}. */
  public void await(String part) throws InterruptedException {
    String line;
    do {
      line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("a line with: " + part).isNotNull();
    } while (!line.contains(part));
  }

  /** Everything that came with a stack trace. */
  public List<String> stackTraces() {
    return all.stream()
        .filter(event -> event.getThrowableProxy() != null)
        .map(event -> event.getFormattedMessage() + ": " + event.getThrowableProxy().getMessage())
        .toList();
  }

  /** Everything, with what was thrown. */
  public List<String> everything() {
    return all.stream()
        .map(event -> event.getFormattedMessage() + messages(event.getThrowableProxy()))
        .toList();
  }

  private static String messages(IThrowableProxy thrown) {
    return thrown == null ? "" : " " + thrown.getMessage() + messages(thrown.getCause());
  }

  /** Everything that an operator is warned of. */
  public List<String> warnings() {
    return all.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    root().detachAppender(this);
    stop();
  }
}
