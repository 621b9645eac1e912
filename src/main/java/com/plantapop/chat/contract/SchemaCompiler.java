package com.plantapop.chat.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Turns a draft-07 schema into {@link Rule}s, and refuses what would be enforced wrongly or not at
 * all: a rule that an operator wrote is never silently void. Refused are formats that we do not
 * know, keywords beyond draft-07 unless they begin with {@code x-}, and references to anything but
 * the file itself or one of its definitions.
 */
final class SchemaCompiler {
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "$schema",
          "$comment",
          "title",
          "description",
          "default",
          "examples",
          "readOnly",
          "writeOnly",
          "deprecated",
          "externalDocs");

  private static final Pattern REFERENCE = Pattern.compile("#(?:/definitions/[a-zA-Z0-9_-]+)?");

  private final SchemaFile file;

  /** What references lead to; complete when the first value is judged. */
  private final Map<String, Rule> targets = new HashMap<>();

  private final RefCycles cycles = new RefCycles();

  private SchemaCompiler(SchemaFile file) {
    this.file = file;
  }

  /** Throws ContractException for the first thing in the file that cannot be enforced. */
  static PayloadSchema.Judge compile(SchemaFile file) {
    MetaSchema.check(file);
    SchemaCompiler compiler = new SchemaCompiler(file);
    Rule root = compiler.schema(file.root(), "");
    compiler.targets.put("#", root);
    compiler.cycles.find().ifPresent(compiler::refuseCycle);
    return (body, found) -> judge(root, body, found);
  }

  private static void judge(Rule root, BodyScan body, Violations found) {
    if (body.isDecodable()) {
      try {
        root.judge(Json.read(body.body()), Rule.Place.BODY, found);
      } catch (StackOverflowError e) {
        // An operator's pattern can overflow the stack on a long text.
        found.add("", "something that can be judged");
      }
    }
  }

  static boolean isAnnotation(String keyword) {
    return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
  }

  private void refuseCycle(String pointer) {
    throw file.problem(pointer, "$ref leads back to itself");
  }

  private Rule schema(Object written, String at) {
    if (!(written instanceof Map<?, ?> schema)) {
      return written.equals(true) ? Rule.ANYTHING : Rule.NOTHING;
    }
    if (schema.containsKey("$ref")) {
      schema.keySet().forEach(keyword -> requireNothingBesideRef((String) keyword, at));
    }
    List<Rule> rules = new ArrayList<>();
    schema.forEach((keyword, value) -> rules.addAll(rules((String) keyword, value, at)));
    rules.add(conditional(schema, at));
    rules.add(ofMembers(schema, at));
    rules.add(ofItems(schema, at));
    return Rule.all(rules);
  }

  /** Draft-07 ignores what stands there; other validators, ajv among them, do not. */
  private void requireNothingBesideRef(String keyword, String at) {
    boolean isDefinition = keyword.equals("definitions") && at.isEmpty();
    if (!keyword.equals("$ref") && !isDefinition && !isAnnotation(keyword)) {
      throw file.problem(Pointers.child(at, keyword), "cannot stand beside $ref");
    }
  }

  private List<? extends Rule> rules(String keyword, Object value, String parent) {
    String at = Pointers.child(parent, keyword);
    if (Check.isKeyword(keyword)) {
      return Check.of(keyword, value);
    }
    return switch (keyword) {
      case "pattern" -> List.of(Check.ofText(keyword, regex((String) value, at).asPredicate()));
      case "format" -> List.of(Check.ofText((String) value, format((String) value, at)::accepts));
      case "allOf" -> forms(value, at, parent);
      case "anyOf" -> List.of(Check.anyOf(forms(value, at, parent)));
      case "oneOf" -> List.of(Check.oneOf(forms(value, at, parent)));
      case "not" -> List.of(Check.not(same(value, at, parent)));
      case "contains" -> List.of(Check.contains(schema(value, at)));
      case "propertyNames" -> List.of(Check.propertyNames(schema(value, at)));
      case "dependencies" -> dependencies((Map<?, ?>) value, at, parent);
      case "$ref" -> List.of(reference((String) value, at, parent));
      default -> {
        requireNoRule(keyword, value, at, parent);
        yield List.of();
      }
    };
  }

  private void requireNoRule(String keyword, Object value, String at, String parent) {
    switch (keyword) {
      // Taken together, by conditional, ofMembers and ofItems.
      case "if", "then", "else" -> {}
      case "properties", "patternProperties", "additionalProperties" -> {}
      case "items", "additionalItems" -> {}
      case "definitions" ->
          schemas(value, at).forEach((name, rule) -> targets.put("#" + at + "/" + name, rule));
      case "$id" -> requireRoot(parent, at);
      default -> requireAnnotation(keyword, at);
    }
  }

  private void requireRoot(String parent, String at) {
    if (!parent.isEmpty()) {
      throw file.problem(at, "may stand at the top only");
    }
  }

  private void requireAnnotation(String keyword, String at) {
    if (!isAnnotation(keyword)) {
      throw file.problem(
          at, "is no keyword of draft-07 that is enforced; ours would begin with x-");
    }
  }

  private Pattern regex(String value, String at) {
    try {
      return Regex.compile(value);
    } catch (PatternSyntaxException e) {
      throw file.problem(at, "is no regular expression that is enforced: " + e.getDescription());
    }
  }

  private StringFormat format(String value, String at) {
    return StringFormat.of(value)
        .orElseThrow(() -> file.problem(at, "unknown format; we enforce " + StringFormat.words()));
  }

  private List<Rule> forms(Object value, String at, String parent) {
    List<Rule> rules = list(value, at);
    for (int i = 0; i < rules.size(); i++) {
      cycles.add(parent, at + "/" + i);
    }
    return rules;
  }

  private List<Rule> list(Object value, String at) {
    List<Rule> rules = new ArrayList<>();
    for (Object each : (List<?>) value) {
      rules.add(schema(each, at + "/" + rules.size()));
    }
    return rules;
  }

  /** A schema that judges the same value as the one it stands in. */
  private Rule same(Object value, String at, String parent) {
    cycles.add(parent, at);
    return schema(value, at);
  }

  private Rule conditional(Map<?, ?> schema, String at) {
    List.of("if", "then", "else").forEach(part -> cycles.add(at, Pointers.child(at, part)));
    Rule condition = optional(schema, "if", at);
    Rule then = optional(schema, "then", at);
    Rule otherwise = optional(schema, "else", at);
    return schema.containsKey("if")
        ? new Rule.Conditional(condition, then, otherwise)
        : Rule.ANYTHING;
  }

  private Rule ofMembers(Map<?, ?> schema, String at) {
    Map<Pattern, Rule> matched = new LinkedHashMap<>();
    String patterns = at + "/patternProperties";
    schemas(schema.get("patternProperties"), patterns)
        .forEach((name, rule) -> matched.put(regex(name, Pointers.child(patterns, name)), rule));
    return new Rule.OfMembers(
        schemas(schema.get("properties"), at + "/properties"),
        matched,
        optional(schema, "additionalProperties", at));
  }

  private Rule ofItems(Map<?, ?> schema, String at) {
    Rule additional = optional(schema, "additionalItems", at);
    return schema.get("items") instanceof List<?> first
        ? new Rule.OfItems(list(first, at + "/items"), additional)
        : new Rule.OfItems(List.of(), optional(schema, "items", at));
  }

  private Rule optional(Map<?, ?> schema, String keyword, String at) {
    return schema.containsKey(keyword)
        ? schema(schema.get(keyword), Pointers.child(at, keyword))
        : Rule.ANYTHING;
  }

  /** By name; none where the keyword is missing. */
  private Map<String, Rule> schemas(Object members, String at) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    if (members instanceof Map<?, ?> object) {
      object.forEach(
          (name, written) ->
              rules.put((String) name, schema(written, Pointers.child(at, (String) name))));
    }
    return rules;
  }

  private List<Rule> dependencies(Map<?, ?> value, String at, String parent) {
    List<Rule> rules = new ArrayList<>();
    value.forEach((name, needed) -> rules.add(dependency((String) name, needed, at, parent)));
    return rules;
  }

  private Rule dependency(String name, Object needed, String at, String parent) {
    Object condition = needed instanceof List<?> ? Map.of("required", needed) : needed;
    return new Rule.IfPresent(name, same(condition, Pointers.child(at, name), parent));
  }

  private Rule reference(String value, String at, String parent) {
    String target = value.replaceFirst("^#", "");
    if (!REFERENCE.matcher(value).matches() || file.at(target) == null) {
      throw file.problem(at, "must be # or lead to a definition, such as #/definitions/plant");
    }
    cycles.add(parent, target);
    return (judged, place, found) -> targets.get(value).judge(judged, place, found);
  }
}
