package com.plantapop.chat.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docker-compose.yml and its companions say, with what they share filled in. */
final class ComposeFile {
  private final Map<String, Object> root;

  private ComposeFile(Map<String, Object> root) {
    this.root = root;
  }

  static ComposeFile read() throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    String text = Files.readString(Path.of("docker-compose.yml"));
    return new ComposeFile(new Yaml(new SafeConstructor(strict)).load(text));
  }

  /** The services whose name begins so, as they are listed. */
  List<String> services(String prefix) {
    return names("services").stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** The keys of a part of the file. */
  List<String> names(String... path) {
    return map(path).keySet().stream().map(String::valueOf).toList();
  }

  /** The environment of a service, as its container gets it. */
  Map<String, String> settings(String service) {
    Map<String, String> settings = new TreeMap<>();
    map("services", service, "environment")
        .forEach((name, value) -> settings.put(String.valueOf(name), String.valueOf(value)));
    return settings;
  }

  private Map<?, ?> map(String... path) {
    return (Map<?, ?>) at(path);
  }

  /** The elements of a list. */
  List<String> texts(String... path) {
    return ((List<?>) at(path)).stream().map(String::valueOf).toList();
  }

  /** What lies at a path of keys; fails when there is nothing. */
  Object at(String... path) {
    Object found = root;
    for (String key : path) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    if (found == null) {
      throw new AssertionError("docker-compose.yml has no " + List.of(path));
    }
    return found;
  }

  /** Milliseconds of a duration such as {@code 45s}. */
  long millisAt(String... path) {
    String text = at(path).toString();
    return 1_000 * Long.parseLong(text.substring(0, text.length() - 1));
  }

  /** What the first group of {@code pattern} finds in a file, from top to bottom. */
  static List<String> find(String file, String pattern) throws IOException {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(Files.readString(Path.of(file)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** How the image starts the JVM. */
  static List<String> jvmOptions() throws IOException {
    return find("src/main/docker/Dockerfile", "\"(-XX:[^\"]+)\"");
  }
}
