package com.plantapop.chat.contract;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions of a schema, which are those of ECMAScript with its flag u, for Java's
 * engine.
 *
 * <p>What both engines read alike is passed on, what they read differently is translated, and the
 * rest is refused: what is no ECMAScript, and what is rare (looking behind, back-references, an
 * empty class, long names of properties).
 */
final class Regex {
  private static final String SUPPORTED =
      "write ECMAScript with flag u, without looking behind, back-references, empty classes and"
          + " long names of properties (\\p{L} for \\p{Letter})";

  private static final String CHARACTER =
      "\\\\u[dD][89abAB]HH\\\\u[dD][c-fC-F]HH|\\\\uHHHH|\\\\u\\{H+}|\\\\xHH|\\\\c[a-zA-Z]"
              .replace("H", "[0-9a-fA-F]")
          + "|\\\\[tnvfr]|\\\\0(?![0-9])|\\\\[^a-zA-Z0-9]";

  private static final String SET =
      "\\\\[dDwWsS]|\\\\[pP]\\{(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?)}";

  /** Java would repeat an assertion, and take the second + of a++ for a possessive one. */
  private static final String ONCE = "(?![*+?{])";

  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(?<same>\\)|\\[\\^?+(?!])|(?:[|^]|\\((?:\\?(?:[:=!]|<[a-zA-Z][a-zA-Z0-9]*>))?+"
              + ("|(?:[*+?]|\\{[0-9]+(?:,[0-9]*)?})\\??)" + ONCE + ")")
              + ("|(?<special>\\.|(?:\\$|\\\\[bB])" + ONCE + ")")
              + ("|(?<set>" + SET + ")")
              + ("|" + CHARACTER + "|[^\\\\^$.*+?()\\[{|]"));

  /** A hyphen beside a set is itself for some engines and an error for others. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?<low>ONE)-(?<high>ONE)|(?:SET|ONE)(?!-[^\\]])|(?<end>])"
              .replace("ONE", "(?:" + CHARACTER + "|\\\\b|[^\\\\\\]])")
              .replace("SET", SET));

  /** Where Java stops at, or knows, other characters. */
  private static final Map<String, String> SPECIAL =
      Map.of(
          ".", "[^\\n\\r\\u2028\\u2029]",
          "$", "\\z",
          "\\b", "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))",
          "\\B", "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))");

  /** As members of a class. White space is ASCII in Java. */
  private static final Map<String, String> MEMBERS =
      Map.of(
          "\\s", "\\t-\\r \\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF",
          "\\S",
              "\\x00-\\x08\\x0E-\\x1F!-\\x9F\\xA1-\\u167F\\u1681-\\u1FFF\\u200B-\\u2027"
                  + "\\u202A-\\u202E\\u2030-\\u205E\\u2060-\\u2FFF\\u3001-\\uFEFE\\uFF00-\\x{10FFFF}",
          "\\v", "\\x0B",
          "\\0", "\\x00",
          "\\b", "\\x08");

  private Regex() {}

  /**
   * The same expression for Java, to be searched for.
   *
   * @throws PatternSyntaxException when it is none, or one that is refused
   */
  static Pattern compile(String ecma) {
    StringBuilder java = new StringBuilder();
    boolean isInside = false;
    int at = 0;
    while (at < ecma.length()) {
      Matcher token = (isInside ? INSIDE : OUTSIDE).matcher(ecma).region(at, ecma.length());
      if (!token.lookingAt()) {
        String problem = "not supported from " + ecma.substring(at) + " on; " + SUPPORTED;
        throw new PatternSyntaxException(problem, ecma, at);
      }
      java.append(isInside ? inside(token) : outside(token));
      isInside = isInside ? token.group("end") == null : token.group().startsWith("[");
      at = token.end();
    }
    return Pattern.compile(java.toString());
  }

  private static String outside(Matcher token) {
    String text = token.group();
    if (token.group("same") != null) {
      return text;
    }
    if (token.group("set") != null) {
      return "[" + member(text) + "]";
    }
    return token.group("special") != null ? SPECIAL.get(text) : member(text);
  }

  private static String inside(Matcher token) {
    if (token.group("low") != null) {
      return member(token.group("low")) + "-" + member(token.group("high"));
    }
    return token.group("end") != null ? "]" : member(token.group());
  }

  /** A character or a set of them. */
  private static String member(String text) {
    if (text.startsWith("\\u{")) {
      return "\\x" + text.substring(2);
    }
    if (text.startsWith("\\c")) {
      return text.substring(0, 2) + text.substring(2).toUpperCase(Locale.ROOT);
    }
    boolean isAsItself = text.length() > 1 || Character.isLetterOrDigit(text.charAt(0));
    return MEMBERS.getOrDefault(text, isAsItself ? text : "\\" + text);
  }
}
