package com.plantapop.chat.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the settings. Each layer gives any of them and lies over those before it:
 *
 * <ol>
 *   <li>the defaults: the copy of {@code conf/chat.json} in the jar
 *   <li>{@code conf/chat.json} in the working directory, when it is there
 *   <li>the file of {@code --conf}
 *   <li>environment variables: {@code CHAT_} and the key in upper snake case, so {@code
 *       http.maxConnections} is {@code CHAT_HTTP_MAX_CONNECTIONS}; lists are separated by commas
 * </ol>
 */
public final class ConfigLoader {
  private static final Path LOCAL = Path.of("conf", "chat.json");

  private ConfigLoader() {}

  /**
   * The variables that begin with {@code CHAT_} and are no settings, for the operator to know:
   * those of a Kubernetes Service whose name begins with "chat".
   */
  public static List<String> ignored(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(entry -> ServiceLinks.isOne(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /**
   * Throws {@link ConfigException} with all problems of all layers: wrong settings never start a
   * node, not even those that a later layer would hide.
   *
   * @param workingDirectory what relative paths are relative to; {@code Path.of("")} for the
   *     process's own
   * @param overlay the file of {@code --conf}, which must exist
   * @param environment the variables, of which those that begin with {@code CHAT_} are read, except
   *     the {@link #ignored} ones
   */
  public static ChatConfig load(
      Path workingDirectory, Optional<Path> overlay, Map<String, String> environment) {
    Draft draft = new Draft();
    FileLayer.packaged(draft);
    draft.endDefaults();
    Path local = workingDirectory.resolve(LOCAL);
    if (!Files.notExists(local)) { // one that we may not look at is a problem, not an absence
      FileLayer.read(draft, local, LOCAL.toString());
    }
    overlay.ifPresent(
        path -> FileLayer.read(draft, workingDirectory.resolve(path), path.toString()));
    EnvironmentLayer.read(draft, environment);
    return draft.build();
  }
}
