package com.plantapop.chat.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** The schema of schemas of draft-07, which finds types that do not exist and the like. */
final class MetaSchema {
  /** Comes with vertx-json-schema. */
  private static final String RESOURCE = "/json-schema.org/draft-07/schema";

  private static final Validator META =
      Validator.create(
          JsonSchema.of(read()),
          new JsonSchemaOptions()
              .setBaseUri("app://plantapop/")
              .setDraft(Draft.DRAFT7)
              .setOutputFormat(OutputFormat.Basic));

  private MetaSchema() {}

  /** Throws ContractException with the deepest place where the file is no schema. */
  static void check(SchemaFile file) {
    OutputUnit outcome = META.validate(new JsonObject(file.root()));
    if (!outcome.getValid()) {
      String place =
          outcome.getErrors().stream()
              .map(OutputUnit::getInstanceLocation)
              .max(Comparator.comparingLong(at -> at.chars().filter(c -> c == '/').count()))
              .orElse("#");
      throw file.problem(place.substring(1), "is nothing that JSON Schema draft-07 permits there");
    }
  }

  /** Expressions and references are judged by {@link SchemaCompiler}, which can say more. */
  private static JsonObject withoutFormats(JsonObject schema) {
    JsonObject properties = schema.getJsonObject("properties");
    for (String keyword : List.of("$id", "$schema", "$ref", "pattern")) {
      properties.getJsonObject(keyword).remove("format");
    }
    properties.getJsonObject("patternProperties").remove("propertyNames");
    return schema;
  }

  private static JsonObject read() {
    try (InputStream file = Validator.class.getResourceAsStream(RESOURCE)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return withoutFormats(new JsonObject(text));
    } catch (IOException e) {
      throw new UncheckedIOException("the schema of draft-07 cannot be read", e);
    }
  }
}
