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
import java.util.Map;

/** Judges by vertx-json-schema: any schema, some 20 microseconds for a message. */
final class LibraryJudge implements Judge {
  private final JsonObject compiled;
  private final Validator validator;

  /**
   * @param compiled by {@link SchemaCompiler}
   */
  LibraryJudge(JsonObject compiled) {
    this.compiled = compiled;
    this.validator = validator(compiled, LibraryJudge::problemOfFormat);
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

  /** What the library calls for every value that has a schema: null when it fits. */
  private static String problemOfFormat(String type, String format, Object value) {
    boolean applies = format != null && value instanceof String;
    return applies && !format(format).accepts((String) value) ? format : null;
  }

  private static Format format(String compiledName) {
    return Format.of(compiledName.substring(SchemaCompiler.FORMAT_PREFIX.length())).orElseThrow();
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
    String pointer = LibraryPointers.resolve(finding.instance(), body);
    Object demanded = demanded(finding.keyword());
    if (finding.word().equals("required")) {
      Map<?, ?> object = (Map<?, ?>) Pointers.at(pointer, body);
      ((JsonArray) demanded)
          .stream()
              .filter(name -> !object.containsKey(name))
              .forEach(name -> found.add(Pointers.child(pointer, (String) name), "present"));
    } else {
      found.add(pointer, Expectation.of(finding.word(), demanded));
    }
  }

  /** The value of a keyword in the compiled schema. */
  private Object demanded(String location) {
    Object at = compiled;
    for (String segment : location.substring("#/".length()).split("/", -1)) {
      at = step(at, segment);
    }
    return at;
  }

  private Object step(Object at, String segment) {
    Object under = at;
    if (at instanceof JsonObject object) {
      under = object.getMap();
    } else if (at instanceof JsonArray array) {
      under = array.getList();
    }
    Object next = Pointers.step(under, LibraryPointers.name(segment, under));
    boolean isReference = segment.equals("$ref") && next instanceof String;
    return isReference ? demanded((String) next) : next;
  }
}
