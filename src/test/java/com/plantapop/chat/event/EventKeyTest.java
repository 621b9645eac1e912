package com.plantapop.chat.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that UTF-8 tells apart, in every store. */
class EventKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"\ud800", "\udc00", "a\ud83d", "\ud83db", "\ude00\ud83d", "\ud83d\ude00\ude00"})
  void halfACharacterIsRefused(String text) {
    assertThatThrownBy(() -> new EventKey(text))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m|", "m|\u00e9", "m|\ud83d\ude00", "\ud7ff\ue000\uffff"})
  void everythingElseIsAKey(String text) {
    assertThat(new EventKey(text).value()).isEqualTo(text);
  }
}
