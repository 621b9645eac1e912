package com.plantapop.chat.event;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the service knows of an event beside its payload, which stays what the client sent.
 *
 * @param values by name, in the order of the names; unmodifiable
 */
public record Metadata(SortedMap<String, String> values) {
  /** The subject of the service that sent it for somebody. */
  public static final String BY = "by";

  /**
   * The canonical address of the person whom a message is from, empty when it names nobody: whoever
   * counts messages need not read them. What older versions have stored has none.
   */
  public static final String FROM = "from";

  /** Of names and values together, in UTF-8. */
  public static final int MAX_BYTES = 1_024;

  public static final Metadata NONE = new Metadata(new TreeMap<>());

  /** Names of ours, which no store and no codec takes for something else. */
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,31}");

  /**
   * Copies {@code values}.
   *
   * <p>Throws IllegalArgumentException for a name that is not a letter from a to z with up to 31
   * letters and digits behind it; a Refusal, MALFORMED for a value that is not Unicode (a lone
   * surrogate) and TOO_LARGE beyond {@link #MAX_BYTES}.
   */
  public Metadata {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    values.forEach(Metadata::require);
    if (size(values) > MAX_BYTES) {
      throw Refusal.of(Refusal.Code.TOO_LARGE, "metadata of more than " + MAX_BYTES + " bytes");
    }
  }

  public static Metadata of(Map<String, String> values) {
    return values.isEmpty() ? NONE : new Metadata(new TreeMap<>(values));
  }

  /** The same and a further value; without it where there is no room for it. */
  public Metadata withIfRoom(String name, String value) {
    int more = name.length() + value.getBytes(StandardCharsets.UTF_8).length;
    if (size() + more > MAX_BYTES) {
      return this;
    }
    SortedMap<String, String> all = new TreeMap<>(values);
    all.put(name, value);
    return new Metadata(all);
  }

  private static void require(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name of metadata: " + name);
    }
    if (!Unicode.isWellFormed(value)) {
      throw Refusal.malformed("metadata " + name + " is not valid Unicode");
    }
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Bytes of names and values together, in UTF-8; at most {@link #MAX_BYTES}. */
  public int size() {
    return size(values);
  }

  private static int size(Map<String, String> values) {
    int size = 0;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      size += entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }
}
