package com.plantapop.chat.config;

import java.util.List;

/**
 * Wrong settings: every problem that was found, not only the first. It has no stack trace, since
 * the operator needs the problems and nothing else.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> details;

  ConfigException(List<Problem> details) {
    super(String.join("\n", render(details)), null, false, false);
    this.details = List.copyOf(details);
  }

  /**
   * One line per problem, as {@code key: problem}. In those of {@link ConfigLoader} the key is the
   * one in the file, and the place that the value came from stands at the end: the environment
   * variable's name or the file's path.
   */
  public List<String> problems() {
    return render(details);
  }

  List<Problem> details() {
    return details;
  }

  private static List<String> render(List<Problem> details) {
    return details.stream().map(Problem::toString).toList();
  }
}
