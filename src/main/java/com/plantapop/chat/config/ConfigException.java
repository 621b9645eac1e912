package com.plantapop.chat.config;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Wrong settings: every problem that was found, not only the first. It has no stack trace, since
 * the operator needs the problems and nothing else.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> details;

  /**
   * What is wrong, in a few words.
   *
   * @param keys the settings that are involved; the first one is to be changed
   * @param text continues a sentence that begins with the key
   */
  record Problem(List<String> keys, String text) {
    Problem within(String prefix) {
      return new Problem(keys.stream().map(prefix::concat).toList(), text);
    }

    boolean concerns(Collection<String> others) {
      return !Collections.disjoint(keys, others);
    }

    /** On one line, whatever a key or a value held. */
    @Override
    public String toString() {
      return (keys.get(0) + ": " + text).replaceAll("\\p{Cntrl}", "?");
    }
  }

  ConfigException(List<Problem> details) {
    super(
        details.stream().map(Problem::toString).collect(Collectors.joining("\n")),
        null,
        false,
        false);
    this.details = List.copyOf(details);
  }

  /**
   * One line per problem, as {@code key: problem}. In those of {@link ConfigLoader} the key is the
   * one in the file, and the place that the value came from stands at the end: the environment
   * variable's name or the file's path.
   */
  public List<String> problems() {
    return details.stream().map(Problem::toString).toList();
  }

  List<Problem> details() {
    return details;
  }

  /** The same of a record that is part of another, which knows its keys by this prefix. */
  ConfigException within(String prefix) {
    return new ConfigException(details.stream().map(each -> each.within(prefix)).toList());
  }
}
