package com.plantapop.chat.contract;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a schema, or a keyword of one, demands of a value. Called from several threads at once. */
interface Rule {
  /** The schema {@code true}. */
  Rule ANYTHING = (value, at, found) -> {};

  /** The schema {@code false}. */
  Rule NOTHING = (value, at, found) -> found.add(at::pointer, "absent");

  /**
   * Adds where the value breaks the rule, itself or further down.
   *
   * @param value as {@link Json} reads it
   */
  void judge(Object value, Place at, Violations found);

  /** Whether the value keeps the rule. */
  default boolean accepts(Object value) {
    Violations found = new Violations();
    judge(value, Place.BODY, found);
    return found.isEmpty();
  }

  static Rule all(List<? extends Rule> rules) {
    return (value, at, found) -> rules.forEach(rule -> rule.judge(value, at, found));
  }

  /** Where a value stands; spelt only when somebody has to be told. */
  record Place(Place parent, Object name) {
    static final Place BODY = new Place(null, "");

    Place child(Object member) {
      return new Place(this, member);
    }

    /** The JSON pointer (RFC 6901). */
    String pointer() {
      return parent == null ? "" : Pointers.child(parent.pointer(), name.toString());
    }
  }

  /** The keywords {@code if}, {@code then} and {@code else}. */
  record Conditional(Rule condition, Rule then, Rule otherwise) implements Rule {
    @Override
    public void judge(Object value, Place at, Violations found) {
      (condition.accepts(value) ? then : otherwise).judge(value, at, found);
    }
  }

  /** {@code properties}, {@code patternProperties} and {@code additionalProperties}. */
  record OfMembers(Map<String, Rule> named, Map<Pattern, Rule> matched, Rule others)
      implements Rule {
    @Override
    public void judge(Object value, Place at, Violations found) {
      if (value instanceof Map<?, ?> object) {
        object.forEach((name, member) -> judge((String) name, member, at.child(name), found));
      }
    }

    private void judge(String name, Object member, Place at, Violations found) {
      Rule own = named.get(name);
      boolean isKnown = own != null;
      if (isKnown) {
        own.judge(member, at, found);
      }
      for (Map.Entry<Pattern, Rule> rule : matched.entrySet()) {
        if (rule.getKey().matcher(name).find()) {
          isKnown = true;
          rule.getValue().judge(member, at, found);
        }
      }
      if (!isKnown) {
        others.judge(member, at, found);
      }
    }
  }

  /** {@code items} and {@code additionalItems}: the first ones each, then all others. */
  record OfItems(List<Rule> first, Rule others) implements Rule {
    @Override
    public void judge(Object value, Place at, Violations found) {
      if (value instanceof List<?> items) {
        for (int i = 0; i < items.size(); i++) {
          Rule rule = i < first.size() ? first.get(i) : others;
          rule.judge(items.get(i), at.child(i), found);
        }
      }
    }
  }

  /** One of {@code dependencies}: binds objects that have the member. */
  record IfPresent(String member, Rule then) implements Rule {
    @Override
    public void judge(Object value, Place at, Violations found) {
      if (value instanceof Map<?, ?> object && object.containsKey(member)) {
        then.judge(value, at, found);
      }
    }
  }
}
