package com.plantapop.chat.edge.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads {@code openapi.yaml}, which says what the REST door serves. */
public final class RestContract {
  private static final String REF = "$ref";

  private RestContract() {}

  /**
   * Completes with the contract; fails when the document is none.
   *
   * @param text of the document
   */
  public static Future<OpenAPIContract> read(Vertx vertx, String text) {
    return Future.succeededFuture()
        .map(begun -> parse(text))
        .compose(document -> OpenAPIContract.from(vertx, document));
  }

  private static JsonObject parse(String text) {
    Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    JsonObject contract = new JsonObject(document);
    JsonObject components = contract.getJsonObject("components");
    // The router need not know what is in files of its own, since the contract of the service
    // judges
    // bodies, nor what refusals look like, whose media type vertx-openapi does not know.
    components
        .getJsonObject("schemas")
        .getMap()
        .replaceAll((name, schema) -> isInAFile(schema) ? new JsonObject() : schema);
    JsonObject responses = components.getJsonObject("responses");
    responses.fieldNames().forEach(name -> responses.getJsonObject(name).remove("content"));
    return contract;
  }

  private static boolean isInAFile(Object schema) {
    return schema instanceof Map<?, ?> map
        && map.get(REF) instanceof String ref
        && ref.startsWith("./");
  }
}
