package com.plantapop.chat.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the settings. Each layer gives any of them and lies over those before it:
 *
 * <ol>
 *   <li>the defaults, as {@link Setting} declares them and {@code conf/chat.json} lists them
 *   <li>{@code conf/chat.json} in the working directory, when it is there
 *   <li>the file of {@code --conf}
 *   <li>environment variables: {@code CHAT_} and the key in upper snake case, so {@code
 *       http.maxConnections} is {@code CHAT_HTTP_MAX_CONNECTIONS}; lists are separated by commas
 * </ol>
 */
public final class ConfigLoader {
  private static final Path LOCAL = Path.of("conf", "chat.json");

  private static final Map<String, Leaf> BY_VARIABLE =
      Leaf.BY_KEY.values().stream().collect(Collectors.toMap(Leaf::variable, leaf -> leaf));

  /** Of the tests' own. */
  private static final String TEST_PREFIX = "CHAT_TEST_";

  /** Read by conf/logback.xml, before there is a configuration. */
  private static final String LOG_LEVEL = "CHAT_LOG_LEVEL";

  /** Checked here, since logback takes DEBUG for what it does not know. */
  private static final Set<String> LOG_LEVELS =
      Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE", "OFF");

  private static final String SERVICE = "CHAT(_[A-Z0-9_]+)?";
  private static final Pattern SERVICE_VARIABLE =
      Pattern.compile(
          SERVICE
              + "_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  /** May be a setting's name too, as for a Service named {@code chat-http}: the value tells. */
  private static final Pattern SERVICE_PORT = Pattern.compile(SERVICE + "_PORT");

  private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://\\S+:[0-9]+");

  private ConfigLoader() {}

  /**
   * The variables that begin with {@code CHAT_} and are no settings, for the operator to know:
   * Kubernetes sets them in every pod for a Service whose name begins with "chat". They are told
   * from misspelt settings by their whole form.
   */
  public static List<String> ignored(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> isOfService(name, environment.get(name)))
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
    SettingsDraft draft = new SettingsDraft();
    Path local = workingDirectory.resolve(LOCAL);
    if (!Files.notExists(local)) { // one that we may not look at is a problem, not an absence
      new FileLayer(draft, LOCAL.toString()).read(local);
    }
    overlay.ifPresent(
        path -> new FileLayer(draft, path.toString()).read(workingDirectory.resolve(path)));
    new TreeMap<>(environment).forEach((name, value) -> variable(draft, name, value));
    return draft.build();
  }

  /** Every one of ours must be known: a misspelt one would otherwise be ignored in silence. */
  private static void variable(SettingsDraft draft, String name, String value) {
    if (!name.startsWith(Leaf.VARIABLE_PREFIX)
        || name.startsWith(TEST_PREFIX)
        || isOfService(name, value)) {
      return;
    }
    Leaf leaf = BY_VARIABLE.get(name);
    if (leaf != null) {
      draft.offer(leaf, leaf.kind().fromText(value), SettingRules.quoted(value), name);
    } else if (!name.equals(LOG_LEVEL)) {
      draft.reject(name, "unknown variable; conf/chat.json has all settings that are known");
    } else if (!LOG_LEVELS.contains(value.toUpperCase(Locale.ROOT))) {
      draft.reject(name, "must be one of ERROR, WARN, INFO, DEBUG, TRACE, OFF");
    }
  }

  private static boolean isOfService(String name, String value) {
    return SERVICE_VARIABLE.matcher(name).matches()
        || (SERVICE_PORT.matcher(name).matches() && SERVICE_URL.matcher(value).matches());
  }
}
