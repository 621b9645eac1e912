package com.plantapop.chat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Java's engine would read otherwise than ECMAScript's; more is in the public suite. */
class RegexTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "`^a.b$`;`a\u0085b`;`a\u2028b`",
        "`^a$`;a;`a\n`",
        "`^\\v\\0$`;`\u000b\0`;`\n\0`",
        "`^[\\b]$`;`\b`;b",
        "`a\\b\u00e9`;a\u00e9;ab",
        "`a\\B[b\u00e9]`;ab;a\u00e9",
        "`^[^\\s\\d]$`;x;`\u3000`",
        "`^[\\S]$`;x;`\ufeff`",
        "`^[^\\S]$`;`\u00a0`;x",
        "`^[[&&a-]+$`;a[&-;b",
        "`^[--/]$`;.;+",
        "`^\\u{1f331}\\ud83c\\udf31[\\ud83c\\udf31]$`;\ud83c\udf31\ud83c\udf31\ud83c\udf31;\ud83c\udf31",
        "`^.$`;\ud83c\udf31;ab",
        "`^\\p{Lu}[\\P{L}]$`;\u00c91;1\u00c9",
        "`^\\cm\\cM$`;`\r\r`;mM",
        "`^(?<name>a|b){2}?]}-\\-\\/$`;ab]}--/;a",
        "`^#a b$`;#a b;ab"
      })
  void readsWhatEcmascriptReads(String ecma, String good, String bad) {
    assertThat(Regex.compile(ecma).matcher(good).find()).isTrue();
    assertThat(Regex.compile(ecma).matcher(bad).find()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "[",
        "*",
        "a**",
        "a++",
        "a{2}{3}",
        "^*",
        "|{2}",
        "a{",
        "a{,2}",
        "[]",
        "[^]",
        "[b-a]",
        "[a-\\d]",
        "[\\w-.]",
        "\\a",
        "\\Z",
        "\\Q*\\E",
        "\\1",
        "(?<n>a)\\k<n>",
        "\\c1",
        "\\x4",
        "\\u12",
        "\\00",
        "\\pL",
        "\\p{Letter}",
        "\\p{IsLatin}",
        "(?i)a",
        "(?>a)",
        "(?#a)",
        "(?P<n>a)",
        "(?<=a)b",
        "(?<!a)b",
        "\\",
        "\\u{110000}"
      })
  void refusesTheRest(String ecma) {
    assertThatThrownBy(() -> Regex.compile(ecma)).isInstanceOf(PatternSyntaxException.class);
  }
}
