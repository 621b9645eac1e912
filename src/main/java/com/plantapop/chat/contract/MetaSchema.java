package com.plantapop.chat.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonFormatValidator;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The schema of schemas of draft-07, which finds types that do not exist and the like. */
final class MetaSchema {
  /** Comes with vertx-json-schema. */
  private static final String RESOURCE = "/json-schema.org/draft-07/schema";

  private static final Validator META =
      LibraryValidator.validator(read(), JsonFormatValidator.DEFAULT_VALIDATOR);

  private MetaSchema() {}

  /** Throws ContractException with the first place where the file is no schema. */
  static void check(SchemaFile file) {
    OutputUnit outcome = META.validate(new JsonObject(file.root()));
    if (!outcome.getValid()) {
      List<Finding> findings = Findings.deepest(outcome.getErrors());
      Object schema = file.root();
      String pointer = LibraryPointers.resolve(findings.get(0).instance(), schema);
      throw file.problem(pointer, "is nothing that JSON Schema draft-07 permits there");
    }
  }

  /** Expressions and references are judged by {@link SchemaCompiler}, which can say more. */
  private static JsonObject withoutFormats(String text) {
    JsonObject schema = new JsonObject(text);
    JsonObject properties = schema.getJsonObject("properties");
    for (String keyword : List.of("$id", "$schema", "$ref", "pattern")) {
      properties.getJsonObject(keyword).remove("format");
    }
    properties.getJsonObject("patternProperties").remove("propertyNames");
    return schema;
  }

  private static JsonObject read() {
    try (InputStream file = Validator.class.getResourceAsStream(RESOURCE)) {
      return withoutFormats(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the schema of draft-07 cannot be read", e);
    }
  }
}
