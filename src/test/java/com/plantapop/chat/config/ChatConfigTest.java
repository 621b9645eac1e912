package com.plantapop.chat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds records, declared defaults and bounds, and conf/chat.json together. */
class ChatConfigTest {

  @Test
  void theFileHoldsEverySettingWithItsDeclaredDefaultAndNothingElse() throws IOException {
    Map<String, Object> declared = new LinkedHashMap<>();
    Leaf.BY_KEY.forEach((key, leaf) -> declared.put(key, leaf.byDefault()));

    assertThat(flat(Path.of("conf", "chat.json")))
        .containsExactlyEntriesOf(declared)
        .hasSizeGreaterThan(30);
  }

  @Test
  void thePackagedFileIsThatOfTheRepository() throws IOException {
    try (InputStream packaged = ConfigLoader.class.getResourceAsStream("/conf/chat.json")) {
      assertThat(packaged).hasBinaryContent(Files.readAllBytes(Path.of("conf", "chat.json")));
    }
  }

  static Stream<Leaf> bounded() {
    return Leaf.BY_KEY.values().stream().filter(leaf -> leaf.kind() != Kind.TRUTH);
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void everySettingHasAnUpperBoundWithinItsType(Leaf leaf) {
    Class<?> type = leaf.component().getType();
    long greatest = type == long.class ? Long.MAX_VALUE - 1 : Integer.MAX_VALUE;

    assertThat(leaf.setting().max()).isBetween(leaf.setting().min(), greatest);
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void everyRecordRefusesWhatIsJustBeyondABound(Leaf leaf) {
    assertRefused(leaf, leaf.setting().max() + 1);
    if (leaf.kind() == Kind.NUMBER || leaf.setting().min() > 0) {
      assertRefused(leaf, leaf.setting().min() - 1);
    }
  }

  @Test
  void variablesAreDistinct() {
    assertThat(Leaf.BY_KEY.values()).extracting(Leaf::variable).doesNotHaveDuplicates();
    assertThat(Leaf.BY_KEY.get("http.maxConnections").variable())
        .isEqualTo("CHAT_HTTP_MAX_CONNECTIONS");
  }

  private static void assertRefused(Leaf leaf, long size) {
    List<Object> values = new ArrayList<>();
    RecordComponent section = section(leaf);
    Leaf.of(section)
        .forEach(
            each ->
                values.add(each.key().equals(leaf.key()) ? ofSize(leaf, size) : each.byDefault()));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SettingsDraft.create("", section.getType(), values.toArray()))
        .extracting(ConfigException::problems)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .singleElement()
        .asString()
        .startsWith(leaf.component().getName() + ": must ")
        .endsWith(" " + size);
  }

  private static Object ofSize(Leaf leaf, long size) {
    return switch (leaf.kind()) {
      case TEXT -> "x".repeat((int) size);
      case LIST -> Collections.nCopies((int) size, "*");
      case NUMBER, TRUTH -> leaf.kind().fromText(Long.toString(size));
    };
  }

  private static RecordComponent section(Leaf leaf) {
    return Leaf.sections().filter(s -> s.getName().equals(leaf.section())).findAny().orElseThrow();
  }

  private static Map<String, Object> flat(Path file) throws IOException {
    Map<String, Object> flat = new LinkedHashMap<>();
    new JsonObject(Files.readString(file))
        .getMap()
        .forEach(
            (section, settings) ->
                ((Map<?, ?>) settings).forEach((k, v) -> flat.put(section + "." + k, v)));
    return flat;
  }
}
