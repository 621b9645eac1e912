package com.plantapop.chat.management;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * The levels of the log, until the node ends: {@code {"name", "level", "effective"}}, where the
 * level is null when it is that of the package above. The name of all is {@code ROOT}.
 */
final class Loggers {
  /** Of packages and classes: each that is named stays in memory. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.]{0,199}");

  private static final String LEVELS = "OFF|ERROR|WARN|INFO|DEBUG|TRACE|ALL";

  private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();

  /** Those that have a level of their own. */
  void list(RoutingContext context) {
    JsonArray all = new JsonArray();
    logback.getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null)
        .forEach(logger -> all.add(shown(logger)));
    context.json(new JsonObject().put("loggers", all));
  }

  void show(RoutingContext context) {
    // Asking for one must not make it.
    Optional.ofNullable(logback.exists(context.pathParam("name")))
        .ifPresentOrElse(logger -> context.json(shown(logger)), () -> unknown(context));
  }

  /** Takes {@code {"level": LEVEL}}; null gives up a level of its own. */
  void change(RoutingContext context) {
    named(context).ifPresent(logger -> change(context, logger));
  }

  private static void change(RoutingContext context, Logger logger) {
    Object level = level(context);
    boolean isRoot = logger.getName().equals(Logger.ROOT_LOGGER_NAME);
    boolean isKnown = level instanceof String name && name.matches(LEVELS);
    if (isKnown || (level == null && !isRoot)) {
      logger.setLevel(Level.toLevel((String) level, null));
      context.json(shown(logger));
    } else {
      context.response().setStatusCode(400).end("level: must be one of " + LEVELS);
    }
  }

  /** What is asked for, whatever it is; something that is no level where nothing is. */
  private static Object level(RoutingContext context) {
    try {
      JsonObject body = context.body().asJsonObject();
      return body == null || !body.containsKey("level") ? "" : body.getValue("level");
    } catch (DecodeException | ClassCastException notAnObject) {
      return "";
    }
  }

  private Optional<Logger> named(RoutingContext context) {
    String name = context.pathParam("name");
    if (NAME.matcher(name).matches()) {
      return Optional.of(logback.getLogger(name));
    }
    unknown(context);
    return Optional.empty();
  }

  private static void unknown(RoutingContext context) {
    context.response().setStatusCode(404).end("no such logger");
  }

  private static JsonObject shown(Logger logger) {
    Level own = logger.getLevel();
    return new JsonObject()
        .put("name", logger.getName())
        .put("level", own == null ? null : own.toString())
        .put("effective", logger.getEffectiveLevel().toString());
  }
}
