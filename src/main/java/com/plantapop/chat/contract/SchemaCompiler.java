package com.plantapop.chat.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Turns a draft-07 schema as it was written into what vertx-json-schema enforces correctly, and
 * refuses what would be enforced wrongly, later or not at all: a rule that an operator wrote is
 * never silently void.
 *
 * <ul>
 *   <li>What a value must keep by itself, formats among it, becomes {@link Check}s. In their place
 *       stands a format of a private name, which the library ignores and asks us about. Formats
 *       that we do not know are refused.
 *   <li>Keywords beyond draft-07 are refused, unless they begin with {@code x-}.
 *   <li>References lead to the file itself or to one of its definitions by a plain name, since the
 *       library resolves others at the first payload, or not.
 *   <li>Annotations go; the library takes some of them for rules or schemas.
 *   <li>Every sub-schema is wrapped, since the library otherwise writes into the schema when it
 *       first uses it, and several threads use it.
 * </ul>
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
  private final Map<String, List<Check>> checks = new HashMap<>();
  private final RefCycles cycles = new RefCycles();

  private SchemaCompiler(SchemaFile file) {
    this.file = file;
  }

  /** Throws ContractException for the first thing in the file that cannot be enforced. */
  static LibraryValidator compile(SchemaFile file) {
    MetaSchema.check(file);
    SchemaCompiler compiler = new SchemaCompiler(file);
    return new LibraryValidator(compiler.compile(), compiler.checks);
  }

  static boolean isAnnotation(String keyword) {
    return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
  }

  private JsonObject compile() {
    JsonObject root = (JsonObject) schema(file.root(), "");
    cycles.find().ifPresent(this::refuseCycle);
    return root;
  }

  private void refuseCycle(String pointer) {
    throw file.problem(pointer, "$ref leads back to itself");
  }

  private Object schema(Object written, String at) {
    if (!(written instanceof Map<?, ?> keywords)) {
      return written;
    }
    if (keywords.containsKey("$ref")) {
      keywords.keySet().forEach(keyword -> requireNothingBesideRef((String) keyword, at));
    }
    JsonObject compiled = new JsonObject();
    List<Check> own = new ArrayList<>();
    keywords.forEach((keyword, value) -> compile(compiled, own, (String) keyword, value, at));
    if (!own.isEmpty()) {
      compiled.put("format", "plantapop:" + checks.size());
      checks.put(compiled.getString("format"), own);
    }
    return JsonSchema.of(compiled);
  }

  /** Draft-07 ignores what stands there; other validators, ajv among them, do not. */
  private void requireNothingBesideRef(String keyword, String at) {
    boolean isDefinition = keyword.equals("definitions") && at.isEmpty();
    if (!keyword.equals("$ref") && !isDefinition && !isAnnotation(keyword)) {
      throw file.problem(Pointers.child(at, keyword), "cannot stand beside $ref");
    }
  }

  private void compile(
      JsonObject compiled, List<Check> own, String keyword, Object value, String parent) {
    String at = Pointers.child(parent, keyword);
    switch (keyword) {
      case "type",
          "required",
          "enum",
          "const",
          "uniqueItems",
          "multipleOf",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties" ->
          own.addAll(Check.of(keyword, value));
      case "pattern" -> own.add(Check.ofText(keyword, regex((String) value, at).asPredicate()));
      case "format" -> own.add(Check.ofText((String) value, format((String) value, at)::accepts));
      case "allOf", "anyOf", "oneOf" -> compiled.put(keyword, all((List<?>) value, at, parent));
      case "not", "if", "then", "else" -> compiled.put(keyword, same(value, at, parent));
      case "additionalProperties", "propertyNames", "additionalItems", "contains" ->
          compiled.put(keyword, schema(value, at));
      case "items" -> compiled.put(keyword, items(value, at));
      case "properties", "patternProperties", "definitions" ->
          compiled.put(keyword, members(keyword, (Map<?, ?>) value, at));
      case "dependencies" ->
          compiled.put("dependentSchemas", dependencies((Map<?, ?>) value, at, parent));
      case "$ref" -> compiled.put(keyword, reference((String) value, at, parent));
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

  private JsonArray all(List<?> list, String at, String parent) {
    JsonArray compiled = new JsonArray();
    for (int i = 0; i < list.size(); i++) {
      compiled.add(same(list.get(i), at + "/" + i, parent));
    }
    return compiled;
  }

  /** A schema that judges the same value as the one it stands in. */
  private Object same(Object value, String at, String parent) {
    cycles.add(parent, at);
    return schema(value, at);
  }

  private Object items(Object value, String at) {
    if (!(value instanceof List<?> list)) {
      return schema(value, at);
    }
    JsonArray compiled = new JsonArray();
    for (int i = 0; i < list.size(); i++) {
      compiled.add(schema(list.get(i), at + "/" + i));
    }
    return compiled;
  }

  private JsonObject members(String keyword, Map<?, ?> value, String at) {
    JsonObject compiled = new JsonObject();
    value.forEach((name, member) -> member(compiled, keyword, (String) name, member, at));
    return compiled;
  }

  private void member(JsonObject into, String keyword, String name, Object value, String parent) {
    String at = Pointers.child(parent, name);
    boolean isPattern = keyword.equals("patternProperties");
    String key = isPattern ? regex(name, at).pattern() : name;
    if (into.containsKey(key)) {
      throw file.problem(at, "is another spelling of a pattern beside it");
    }
    into.put(key, schema(value, at));
  }

  /**
   * Under a later name, and with lists of names as schemas: the library marks the map of {@code
   * dependencies} as a schema, and then takes the mark for a dependency.
   */
  private JsonObject dependencies(Map<?, ?> value, String at, String parent) {
    JsonObject compiled = new JsonObject();
    value.forEach((name, needed) -> dependency(compiled, (String) name, needed, at, parent));
    return compiled;
  }

  private void dependency(JsonObject into, String name, Object needed, String at, String parent) {
    Object condition = needed instanceof List<?> ? Map.of("required", needed) : needed;
    into.put(name, same(condition, Pointers.child(at, name), parent));
  }

  private String reference(String value, String at, String parent) {
    String target = value.replaceFirst("^#", "");
    if (!REFERENCE.matcher(value).matches() || file.at(target) == null) {
      throw file.problem(at, "must be # or lead to a definition, such as #/definitions/plant");
    }
    cycles.add(parent, target);
    return value;
  }
}
