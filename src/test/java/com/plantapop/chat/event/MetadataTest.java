package com.plantapop.chat.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
  @Test
  void isTheSameInWhateverOrderItIsGiven() {
    Map<String, String> values = new HashMap<>(Map.of("by", "ann", "replaces", "k"));
    Metadata metadata = Metadata.of(values);
    values.clear();

    assertThat(metadata).isEqualTo(Metadata.of(Map.of("replaces", "k", "by", "ann")));
    assertThat(metadata.values())
        .containsExactly(Map.entry("by", "ann"), Map.entry("replaces", "k"));
    assertThat(Metadata.of(Map.of())).isSameAs(Metadata.NONE);
  }

  @Test
  void isBoundedInBytes() {
    int left = Metadata.MAX_BYTES - "by".length();
    assertThat(Metadata.of(Map.of("by", "\u00e9".repeat(left / 2))).size())
        .isEqualTo(Metadata.MAX_BYTES);
    assertRefused(Refusal.Code.TOO_LARGE, "\u00e9".repeat(left / 2) + "x");
  }

  @Test
  void refusesWhatIsNotUnicode() {
    assertRefused(Refusal.Code.MALFORMED, "\ud800");
  }

  private static void assertRefused(Refusal.Code code, String value) {
    assertThatThrownBy(() -> Metadata.of(Map.of("by", value)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$date", "a.b", "_id", "By", "a b", "\u00e9"})
  void refusesNamesThatMeanSomethingElsewhere(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of(Map.of(name, "x")));
  }
}
