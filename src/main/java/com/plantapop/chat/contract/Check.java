package com.plantapop.chat.contract;

import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A rule that a value keeps or breaks as a whole, such as {@code "maxLength": 5}. Numbers are
 * compared exactly, not as doubles.
 *
 * @param member the member of the value that breaks it; empty when it is the value itself
 * @param expected in a few words
 * @param holds for any value as {@link Json} reads it
 */
record Check(String member, String expected, Predicate<Object> holds) implements Rule {
  private static final int MAX_LISTED_LENGTH = 60;

  private static final Pattern KEYWORD =
      Pattern.compile(
          "type|required|enum|const|uniqueItems|multipleOf"
              + "|(min|max)(imum|Length|Items|Properties)|exclusiveM(in|ax)imum");

  private static final String CHARACTERS = " characters"; // which are code points
  private static final String ITEMS = " items";
  private static final String MEMBERS = " members";
  private static final Map<String, String> UNITS =
      Map.of("Length", CHARACTERS, "Items", ITEMS, "Properties", MEMBERS);

  @Override
  public void judge(Object value, Place at, Violations found) {
    if (!holds.test(value)) {
      found.add((member.isEmpty() ? at : at.child(member))::pointer, expected);
    }
  }

  /** Whether {@link #of} knows the rule: one of draft-07 that needs no other schema. */
  static boolean isKeyword(String keyword) {
    return KEYWORD.matcher(keyword).matches();
  }

  /** A rule for strings; other values keep it. */
  static Check ofText(String expected, Predicate<String> holds) {
    return of(expected, value -> !(value instanceof String text) || holds.test(text));
  }

  private static Check of(String expected, Predicate<Object> holds) {
    return new Check("", expected, holds);
  }

  static Check anyOf(List<Rule> forms) {
    return of("one of several forms", value -> accepting(forms, value) > 0);
  }

  static Check oneOf(List<Rule> forms) {
    return of("exactly one of several forms", value -> accepting(forms, value) == 1);
  }

  private static long accepting(List<Rule> forms, Object value) {
    return forms.stream().filter(form -> form.accepts(value)).count();
  }

  static Check not(Rule form) {
    return of("another form", value -> !form.accepts(value));
  }

  static Check contains(Rule item) {
    return of(
        "a certain item",
        value -> !(value instanceof List<?> items) || items.stream().anyMatch(item::accepts));
  }

  static Check propertyNames(Rule name) {
    return of(
        "other member names",
        value -> !(value instanceof Map<?, ?> o) || o.keySet().stream().allMatch(name::accepts));
  }

  /**
   * @param keyword see {@link #isKeyword}
   * @param demanded its value in the schema
   */
  static List<Check> of(String keyword, Object demanded) {
    return switch (keyword) {
      case "required" -> ((List<?>) demanded).stream().map(Check::present).toList();
      case "type" -> List.of(type(demanded instanceof List<?> list ? list : List.of(demanded)));
      case "enum" -> List.of(oneOf("one of ", (List<?>) demanded));
      case "const" -> List.of(oneOf("", Collections.singletonList(demanded)));
      case "uniqueItems" ->
          demanded.equals(true) ? List.of(of("no item twice", Check::isUnique)) : List.of();
      case "multipleOf" ->
          List.of(of("multiple of " + demanded, value -> isMultiple(value, decimal(demanded))));
      default -> List.of(bound(keyword, demanded));
    };
  }

  private static Check present(Object name) {
    return new Check(
        (String) name, "present", value -> !(value instanceof Map<?, ?> o) || o.containsKey(name));
  }

  private static Check type(List<?> types) {
    String expected = String.join(" or ", types.stream().map(Object::toString).toList());
    return of(expected, value -> types.stream().anyMatch(type -> isOf(type, value)));
  }

  private static boolean isOf(Object type, Object value) {
    return switch ((String) type) {
      case "string" -> value instanceof String;
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Number && !(value instanceof BigDecimal);
      case "boolean" -> value instanceof Boolean;
      default -> value == null;
    };
  }

  /** Names the values when they are short. */
  private static Check oneOf(String start, List<?> values) {
    String text = new JsonArray(values).encode();
    boolean isShort = text.length() <= MAX_LISTED_LENGTH;
    return of(
        isShort ? start + text.substring(1, text.length() - 1) : "a value that is listed",
        values::contains);
  }

  private static boolean isUnique(Object value) {
    return !(value instanceof List<?> items) || new HashSet<>(items).size() == items.size();
  }

  private static boolean isMultiple(Object value, BigDecimal of) {
    return !(value instanceof Number) || decimal(value).remainder(of).signum() == 0;
  }

  private static Check bound(String keyword, Object bound) {
    String unit = UNITS.getOrDefault(keyword.substring(3), "");
    return switch (keyword) {
      case "exclusiveMinimum" -> bound("more than " + bound, "", bound, sign -> sign > 0);
      case "exclusiveMaximum" -> bound("less than " + bound, "", bound, sign -> sign < 0);
      case "minimum", "minLength", "minItems", "minProperties" ->
          bound("at least " + bound + unit, unit, bound, sign -> sign >= 0);
      case "maximum", "maxLength", "maxItems", "maxProperties" ->
          bound("at most " + bound + unit, unit, bound, sign -> sign <= 0);
      default -> throw new IllegalArgumentException(keyword);
    };
  }

  private static Check bound(String expected, String unit, Object bound, IntPredicate fits) {
    BigDecimal exact = decimal(bound);
    return of(expected, value -> isWithin(size(unit, value), exact, fits));
  }

  /** Null for a value that has no such size. */
  private static Object size(String unit, Object value) {
    return switch (unit) {
      case CHARACTERS ->
          value instanceof String text ? text.codePointCount(0, text.length()) : null;
      case ITEMS -> value instanceof List<?> items ? items.size() : null;
      case MEMBERS -> value instanceof Map<?, ?> members ? members.size() : null;
      default -> value;
    };
  }

  private static boolean isWithin(Object size, BigDecimal bound, IntPredicate fits) {
    return !(size instanceof Number) || fits.test(decimal(size).compareTo(bound));
  }

  private static BigDecimal decimal(Object number) {
    return new BigDecimal(number.toString());
  }
}
