package com.plantapop.chat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "497F6ECA-6276-4993-BFEB-53CBBBBA6F08",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff"
      })
  void acceptsUuids(String text) {
    assertThat(StringFormat.UUID.accepts(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "497f6eca-6276-4993-bfeb-53cbbbba6f08\n",
        "\n497f6eca-6276-4993-bfeb-53cbbbba6f0",
        "urn:uuid:497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "{497f6eca-6276-4993-bfeb-53cbbbba6f08}",
        "497f6eca62764993bfeb53cbbbba6f08",
        "497f6ec-a6276-4993-bfeb-53cbbbba6f08",
        "497f6eca-6276-4993-bfeb-53cbbbba6f0g",
        "497f6eca-6276-4993-bfeb-53cbbbba6f0\u0668",
        "1-1-1-1-1"
      })
  void refusesWhatIsNoUuid(String text) {
    assertThat(StringFormat.UUID.accepts(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user@example.com",
        "a@b",
        "o'hara+plants@mail.example.co.uk",
        "a.b.c@d",
        "_@x.y",
        "ana@localhost",
        "ana@xn--bcher-kva.example",
        "1@2.3",
        "{~}@a--b.c"
      })
  void acceptsMailboxes(String text) {
    assertThat(StringFormat.EMAIL.accepts(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ana",
        "@b",
        "a@",
        "a@b@",
        "a@b@c",
        "a@b.",
        "a@.b",
        "a@b..c",
        "a@b.c\n",
        "a@b.c ",
        " a@b.c",
        "a b@c",
        ".a@b",
        "a.@b",
        "a..b@c",
        "a@-b",
        "a@b-",
        "a@b-.c",
        "a@b_c",
        "\"a b\"@c",
        "a@[127.0.0.1]",
        "<a@b.c>",
        "a@b.c,d@e.f",
        "j\u00fcrgen@example.com",
        "a@b\u00fccher.example",
        "a@b\u0000"
      })
  void refusesWhatIsNoMailbox(String text) {
    assertThat(StringFormat.EMAIL.accepts(text)).isFalse();
  }

  @Test
  void boundsMailboxesAsRfc5321Does() {
    String domain = ("d".repeat(60) + ".").repeat(3) + "example";
    assertThat(StringFormat.EMAIL.accepts("a".repeat(64) + "@b")).isTrue();
    assertThat(StringFormat.EMAIL.accepts("a".repeat(65) + "@b")).isFalse();
    assertThat(StringFormat.EMAIL.accepts("a@" + "b".repeat(63))).isTrue();
    assertThat(StringFormat.EMAIL.accepts("a@" + "b".repeat(64))).isFalse();
    assertThat(StringFormat.EMAIL.accepts("a".repeat(253 - domain.length()) + "@" + domain))
        .isTrue();
    assertThat(StringFormat.EMAIL.accepts("a".repeat(254 - domain.length()) + "@" + domain))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2019-08-24T14:15:22Z",
        "2019-08-24t14:15:22z",
        "2019-08-24T14:15:22.1Z",
        "2019-08-24T14:15:22.123456789+05:30",
        "2019-08-24T14:15:22.12345678901234567890-12:00",
        "2019-08-24T00:00:00-00:00",
        "2019-08-24T23:59:59+23:59",
        "2020-02-29T12:00:00Z",
        "2000-02-29T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2016-12-31T23:59:60Z",
        "2017-01-01T05:29:60.5+05:30",
        "2015-06-30t16:59:60-07:00"
      })
  void acceptsDateTimes(String text) {
    assertThat(StringFormat.DATE_TIME.accepts(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2019-08-24",
        "14:15:22Z",
        "2019-08-24T14:15:22",
        "2019-08-24 14:15:22Z",
        "2019-08-24T14:15Z",
        "2019-08-24T14:15:22Z\n",
        "2019-08-24T14:15:22ZZ",
        "2019-08-24T14:15:22+0530",
        "2019-08-24T14:15:22+05",
        "2019-08-24T14:15:22+24:00",
        "2019-08-24T14:15:22+05:60",
        "2019-08-24T14:15:22.Z",
        "2019-08-24T14:15:22,5Z",
        "2019-08-24T24:00:00Z",
        "2019-08-24T14:60:22Z",
        "2019-08-24T14:15:61Z",
        "2019-08-24T14:15:60Z",
        "2016-12-30T23:59:60Z",
        "2016-12-31T23:59:60+01:00",
        "2016-07-31T23:59:60Z",
        "2019-02-30T14:15:22Z",
        "2019-02-29T14:15:22Z",
        "1900-02-29T14:15:22Z",
        "2019-04-31T14:15:22Z",
        "2019-00-24T14:15:22Z",
        "2019-13-24T14:15:22Z",
        "2019-08-00T14:15:22Z",
        "+2019-08-24T14:15:22Z",
        "12019-08-24T14:15:22Z",
        "2019-8-24T14:15:22Z",
        "201\u0669-08-24T14:15:22Z"
      })
  void refusesWhatIsNoDateTime(String text) {
    assertThat(StringFormat.DATE_TIME.accepts(text)).isFalse();
  }

  @Test
  void judgesDates() {
    assertThat(StringFormat.DATE.accepts("2020-02-29")).isTrue();
    assertThat(StringFormat.DATE.accepts("2019-02-29")).isFalse();
    assertThat(StringFormat.DATE.accepts("2020-02-29\n")).isFalse();
    assertThat(StringFormat.DATE.accepts("")).isFalse();
  }
}
