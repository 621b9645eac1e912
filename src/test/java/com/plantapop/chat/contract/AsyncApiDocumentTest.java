package com.plantapop.chat.contract;

import static com.plantapop.chat.contract.Schemas.DOCUMENT;
import static com.plantapop.chat.contract.Schemas.MESSAGE;
import static com.plantapop.chat.contract.Schemas.PACKAGED;
import static com.plantapop.chat.contract.Schemas.RECEIPT;
import static com.plantapop.chat.contract.Schemas.edited;
import static com.plantapop.chat.contract.Schemas.load;
import static com.plantapop.chat.contract.Schemas.packaged;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document at /asyncapi.yaml; the public parser reads it in asyncapi.mjs. */
class AsyncApiDocumentTest {
  @TempDir private Path folder;

  @Test
  void refersToNoFile() {
    assertThat(PACKAGED.asyncApi().lines().filter(line -> line.contains("$ref")))
        .isNotEmpty()
        .allMatch(line -> line.contains("$ref: '#/components/"));
  }

  @Test
  void holdsTheSchemasThatAreEnforced() throws Exception {
    assertThat(PACKAGED.asyncApi())
        .contains(
            indented(packaged(MESSAGE), "    message:\n"),
            indented(packaged(RECEIPT), "    receipt:\n"));
  }

  private static String indented(String schema, String key) {
    return key + new JsonObject(schema).encodePrettily().indent(6);
  }

  @Test
  void isOtherwiseTheFileWordForWord() throws Exception {
    String document = packaged(DOCUMENT);

    assertThat(PACKAGED.asyncApi())
        .startsWith(document.substring(0, document.indexOf("      $ref: ./message")))
        .endsWith(document.substring(document.indexOf("\nx-plantapop-extensions")));
  }

  @Test
  void movesReferencesWithinASchemaAlong() throws Exception {
    String schema =
        edited(
            "\"definitions\":{\"a\":{\"type\":\"string\"}},"
                + "\"patternProperties\":{\"^x\":{\"$ref\":\"#/definitions/a\"}}");

    assertThat(load(folder, schema).asyncApi())
        .contains("\"$ref\" : \"#/components/schemas/message/definitions/a\"");
  }

  @Test
  void findsTheSchemaWhereverAnOperatorPutsIt() throws Exception {
    Path operators = Schemas.copy(folder);
    Files.writeString(operators.resolve(MESSAGE), edited("\"x-self\":{\"$ref\":\"#\"}"));
    Files.writeString(
        operators.resolve(DOCUMENT),
        """
        channels:
          "chat/{id}": # a comment
            publish:

              message:
                payload:
                  $ref: "message.schema.json" # another
        x:
          $ref: './receipt.schema.json'
        """);

    assertThat(Contract.load(SchemaSource.directory(operators)).asyncApi())
        .contains("\"$ref\" : \"#/channels/chat~1{id}/publish/message/payload\"");
  }
}
