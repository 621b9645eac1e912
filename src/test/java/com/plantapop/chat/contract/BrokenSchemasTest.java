package com.plantapop.chat.contract;

import static com.plantapop.chat.contract.Schemas.CHAT;
import static com.plantapop.chat.contract.Schemas.DOCUMENT;
import static com.plantapop.chat.contract.Schemas.MESSAGE;
import static com.plantapop.chat.contract.Schemas.RECEIPT;
import static com.plantapop.chat.contract.Schemas.REST_DOCUMENT;
import static com.plantapop.chat.contract.Schemas.edited;
import static com.plantapop.chat.contract.Schemas.packaged;
import static com.plantapop.chat.contract.Schemas.withProperty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be enforced as written fails at the start, not at a payload. */
class BrokenSchemasTest {
  @TempDir private Path folder;

  @BeforeEach
  void copy() throws Exception {
    Schemas.copy(folder);
  }

  /** The operator's message without the folder. */
  private String problem() {
    ContractException problem =
        catchThrowableOfType(
            ContractException.class, () -> Contract.load(SchemaSource.directory(folder)));
    assertThat(problem).as("refused").isNotNull();
    return problem.getMessage().replace(folder + "/", "");
  }

  private String problem(String messageSchema) throws Exception {
    Files.writeString(folder.resolve(MESSAGE), messageSchema);
    return problem();
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGE, RECEIPT, CHAT, DOCUMENT, REST_DOCUMENT})
  void namesTheFileThatIsMissing(String file) throws Exception {
    Files.delete(folder.resolve(file));

    assertThat(problem()).isEqualTo(file + ": there is no such file");
  }

  @Test
  void namesTheFileThatCannotBeRead() throws Exception {
    Files.delete(folder.resolve(RECEIPT));
    Files.createDirectory(folder.resolve(RECEIPT));

    assertThat(problem()).startsWith(RECEIPT + ": cannot be read");
  }

  @Test
  void namesTheFileThatIsNoUtf8() throws Exception {
    Files.write(folder.resolve(RECEIPT), new byte[] {'{', '"', (byte) 0xE4, '"', ':', '1', '}'});

    assertThat(problem()).isEqualTo(RECEIPT + ": is not UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\n\"type\": obj}`|line 2, column 9",
        "`{\"type\":\"object\",\"type\":\"object\"}`|Duplicate field 'type'",
        "`[]`|must be a JSON object",
        "`{}{}`|must end after the JSON object",
        "``|must be a JSON object"
      })
  void saysWhereAFileIsNoJson(String text, String problem) throws Exception {
    assertThat(problem(text)).startsWith(MESSAGE + ": line ").contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"strin\"}|/type",
        "{\"type\":[\"string\",\"date\"]}|/type/1",
        "{\"type\":5}|/type",
        "{\"required\":\"id\"}|/required",
        "{\"required\":[1]}|/required/0",
        "{\"properties\":[]}|/properties",
        "{\"properties\":{\"a\":1}}|/properties/a",
        "{\"maxLength\":\"5\"}|/maxLength",
        "{\"maxLength\":-1}|/maxLength",
        "{\"maxItems\":1.5}|/maxItems",
        "{\"minimum\":\"0\"}|/minimum",
        "{\"multipleOf\":0}|/multipleOf",
        "{\"enum\":\"x\"}|/enum",
        "{\"pattern\":5}|/pattern",
        "{\"format\":5}|/format",
        "{\"items\":5}|/items",
        "{\"allOf\":[]}|/allOf",
        "{\"anyOf\":{}}|/anyOf",
        "{\"not\":null}|/not",
        "{\"additionalProperties\":\"no\"}|/additionalProperties",
        "{\"uniqueItems\":1}|/uniqueItems",
        "{\"dependencies\":{\"a\":1}}|/dependencies/a",
        "[]|",
        "\"string\"|"
      })
  void refusesWhatIsNoSchema(String schema, String at) throws Exception {
    String place = "/properties/x" + (at == null ? "" : at);
    assertThat(problem(withProperty("x", schema)))
        .isEqualTo(MESSAGE + ": " + place + ": is nothing that JSON Schema draft-07 permits there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"pattern\":\"(\"}|/pattern: is no regular expression",
        "{\"pattern\":\"[a\"}|/pattern: is no regular expression that is enforced: Unclosed",
        "{\"pattern\":\"a(?i)b\"}|/pattern: is no regular expression that is enforced: not"
            + " supported from (?i)b on",
        "{\"patternProperties\":{\"[\":{}}}|/patternProperties/[: is no regular expression",
        "{\"format\":\"uri\"}|/format: unknown format; we enforce uuid, email, date-time, date",
        "{\"items\":[{\"format\":\"UUID\"}]}|/items/0/format: unknown format",
        "{\"requierd\":[\"a\"]}|/requierd: is no keyword of draft-07 that is enforced; ours would"
            + " begin",
        "{\"contentEncoding\":\"base64\"}|/contentEncoding: is no keyword of draft-07 that is"
            + " enforced",
        "{\"unevaluatedProperties\":false}|/unevaluatedProperties: is no keyword of draft-07",
        "{\"$dynamicRef\":\"#a\"}|/$dynamicRef: is no keyword of draft-07",
        "{\"$recursiveAnchor\":1}|/$recursiveAnchor: is no keyword of draft-07",
        "{\"id\":\"a\"}|/id: is no keyword of draft-07",
        "{\"$id\":\"a\"}|/$id: may stand at the top only",
        "{\"$ref\":\"other.json\"}|/$ref: must be # or lead to a definition",
        "{\"$ref\":\"https://example.com/s\"}|/$ref: must be # or lead to a definition",
        "{\"$ref\":\"#/definitions/none\"}|/$ref: must be # or lead to a definition",
        "{\"$ref\":\"#/properties/i%64\"}|/$ref: must be # or lead to a definition",
        "{\"$ref\":\"#anchor\"}|/$ref: must be # or lead to a definition",
        "{\"$ref\":\"#/properties/id\"}|/$ref: must be # or lead to a definition",
        "{\"$ref\":\"#/properties/id\",\"maxLength\":5}|/maxLength: cannot stand beside $ref"
      })
  void refusesWhatWouldNotBeEnforced(String schema, String problem) throws Exception {
    assertThat(problem(withProperty("x", schema))).startsWith(MESSAGE + ": ").contains(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e-400", "0.30000000000000000001"})
  void refusesNumbersThatJsonReadersChange(String number) throws Exception {
    assertThat(problem(withProperty("x", "{\"maximum\":" + number + "}")))
        .endsWith(": /properties/x/maximum (number that a double keeps)");
  }

  @Test
  void refusesWhatJsonReadersCannotHold() throws Exception {
    assertThat(problem(withProperty("x", "{\"maximum\":" + "9".repeat(1001) + "}")))
        .startsWith(MESSAGE + ": ")
        .contains("1001");
    assertThat(problem(withProperty("x", "{\"not\":".repeat(2000) + "{}" + "}".repeat(2000))))
        .startsWith(MESSAGE + ": ")
        .contains("1001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"$ref\":\"#/definitions/a\"}", "{\"allOf\":[{\"$ref\":\"#/definitions/a\"}]}"})
  void refusesAReferenceThatLeadsBackToItself(String definition) throws Exception {
    assertThat(problem(edited("\"definitions\":{\"a\":" + definition + "}")))
        .startsWith(MESSAGE + ": /definitions/a")
        .endsWith(": $ref leads back to itself");
  }

  @Test
  void refusesUnusedDefinitionsThatAreBroken() throws Exception {
    assertThat(problem(edited("\"definitions\":{\"a\":{\"pattern\":\"(\"}}")))
        .startsWith(MESSAGE + ": /definitions/a/pattern: is no regular expression");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "chatId", "sender", "timestamp"})
  void refusesALooserRuleForWhatTheServiceReliesOn(String member) throws Exception {
    String loose = packaged(MESSAGE).replaceFirst("(\"" + member + "\": \\{).*\\}", "$1}");

    assertThat(problem(loose))
        .startsWith(MESSAGE + ": /properties/" + member + ": must have type \"string\" and format");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"array\"|\"string\"|/properties/members/type",
        "\"email\"|\"uuid\"|/properties/members/items/format",
        "{24}|{25}|/properties/id/pattern",
        "\"required\": [\"members\"]|\"required\": []|/required",
      })
  void refusesALooserRuleForNewChats(String rule, String loose, String at) throws Exception {
    Files.writeString(folder.resolve(CHAT), packaged(CHAT).replace(rule, loose));

    assertThat(problem()).startsWith(CHAT + ": " + at + ": must ");
  }

  @Test
  void refusesPayloadsOtherThanObjects() throws Exception {
    String loose =
        packaged(MESSAGE).replaceFirst("\"type\": \"object\"", "\"type\": [\"object\", \"null\"]");

    assertThat(problem(loose)).isEqualTo(MESSAGE + ": /type: must be \"object\"");
  }

  @Test
  void refusesADocumentThatDoesNotShowWhatIsEnforced() throws Exception {
    Files.writeString(
        folder.resolve(DOCUMENT),
        packaged(DOCUMENT).replace("$ref: ./message.schema.json", "type: object"));

    assertThat(problem())
        .isEqualTo(DOCUMENT + ": must refer to " + MESSAGE + ", which is enforced");
  }
}
