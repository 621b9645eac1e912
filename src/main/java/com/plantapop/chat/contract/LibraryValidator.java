package com.plantapop.chat.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonFormatValidator;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Judges any schema: vertx-json-schema leads through schema and value, and calls us for every value
 * that has rules of its own.
 */
final class LibraryValidator implements BodyValidator {
  private final Map<String, List<Check>> checks;
  private final Validator validator;

  /**
   * @param compiled by {@link SchemaCompiler}
   * @param checks what values must keep, by the format that stands in their schema
   */
  LibraryValidator(JsonObject compiled, Map<String, List<Check>> checks) {
    this.checks = checks;
    this.validator = validator(compiled, (type, format, value) -> broken(format, value));
  }

  /** The library as we use it everywhere. */
  static Validator validator(JsonObject schema, JsonFormatValidator formats) {
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setBaseUri("app://plantapop/")
            .setDraft(Draft.DRAFT7)
            .setOutputFormat(OutputFormat.Basic);
    return Validator.create(JsonSchema.of(schema), options, formats);
  }

  /** Called for every value that has a schema: the format when the value breaks it, else null. */
  private String broken(String format, Object value) {
    boolean isKept = format == null || checks.get(format).stream().allMatch(holds(plain(value)));
    return isKept ? null : format;
  }

  private static Predicate<Check> holds(Object value) {
    return check -> check.holds().test(value);
  }

  /** What {@link Json} read, without what the library wraps around it. */
  private static Object plain(Object value) {
    if (value instanceof JsonObject object) {
      return object.getMap();
    }
    return value instanceof JsonArray array ? array.getList() : value;
  }

  @Override
  public void judge(BodyScan body, Violations found) {
    if (body.isDecodable()) {
      judge(Json.read(body.body()), found);
    }
  }

  private void judge(Object value, Violations found) {
    try {
      OutputUnit outcome = validator.validate(value);
      if (!outcome.getValid()) {
        Findings.deepest(outcome.getErrors()).forEach(finding -> report(finding, value, found));
      }
    } catch (RuntimeException | StackOverflowError e) {
      // An operator's pattern can overflow the stack on a long text, and the library has faults.
      found.add("", "something that can be judged");
    }
  }

  private void report(Finding finding, Object body, Violations found) {
    if (found.isFull()) { // to find names again takes time
      found.add("", finding.word());
      return;
    }
    String pointer = LibraryPointers.resolve(finding.instance(), body);
    if (!finding.word().equals("format")) {
      found.add(pointer, finding.expected());
      return;
    }
    Object value = Pointers.at(pointer, body);
    List<Check> broken =
        checks.get(finding.message()).stream().filter(Predicate.not(holds(value))).toList();
    broken.forEach(check -> found.add(check.place(pointer), check.expected()));
    if (broken.isEmpty()) { // two names that the library spells alike
      found.add(pointer, "another value");
    }
  }
}
