package com.plantapop.chat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
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
    assertThat(Leaf.BY_KEY.get("auth.jwt.publicKey").variable())
        .isEqualTo("CHAT_AUTH_JWT_PUBLIC_KEY");
  }

  private static void assertRefused(Leaf leaf, long size) {
    Class<?> record = leaf.component().getDeclaringRecord();
    Object[] values =
        Stream.of(record.getRecordComponents())
            .map(each -> isOf(leaf, each) ? ofSize(leaf, size) : byDefault(leaf, each))
            .toArray();

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SettingsDraft.create("", record, values))
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

  private static boolean isOf(Leaf leaf, RecordComponent component) {
    return component.getName().equals(leaf.component().getName());
  }

  /** Of a setting, or of a section within that of {@code leaf}. */
  private static Object byDefault(Leaf leaf, RecordComponent component) {
    String key = leaf.section() + "." + component.getName();
    return component.getType().isRecord()
        ? SettingsDraft.create(
            "",
            component.getType(),
            Leaf.BY_KEY.values().stream()
                .filter(each -> each.section().equals(key))
                .map(Leaf::byDefault)
                .toArray())
        : Leaf.BY_KEY.get(key).byDefault();
  }

  private static Map<String, Object> flat(Path file) throws IOException {
    Map<String, Object> flat = new LinkedHashMap<>();
    flatten("", new JsonObject(Files.readString(file)).getMap(), flat);
    return flat;
  }

  private static void flatten(String prefix, Map<?, ?> settings, Map<String, Object> flat) {
    settings.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> section) {
            flatten(prefix + name + ".", section, flat);
          } else {
            flat.put(prefix + name, value);
          }
        });
  }
}
