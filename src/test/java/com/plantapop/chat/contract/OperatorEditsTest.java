package com.plantapop.chat.contract;

import static com.plantapop.chat.contract.Schemas.edited;
import static com.plantapop.chat.contract.Schemas.load;
import static com.plantapop.chat.contract.Schemas.refusal;
import static com.plantapop.chat.contract.Schemas.violations;
import static com.plantapop.chat.contract.Schemas.withProperty;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.LogKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever edits a schema file has its rules enforced, without code. */
class OperatorEditsTest {
  @TempDir private Path folder;

  @Test
  void enforcesThatAMemberIsThere() throws Exception {
    Contract contract = load(folder, edited("\"required\":[\"content\",\"a/b\"]"));

    assertThat(violations(contract, "{}"))
        .containsExactlyInAnyOrder("/content present", "/a~1b present");
    assertThat(violations(contract, "{\"content\":\"\",\"a/b\":null}")).isEmpty();
  }

  @Test
  void leavesTheOtherSchemaAlone() throws Exception {
    Contract contract = load(folder, edited("\"required\":[\"content\"]"));

    assertThat(contract.check(LogKind.RECEIPTS, "{}").id()).isEmpty();
  }

  @Test
  void countsCharactersNotCodeUnits() throws Exception {
    Contract contract = load(folder, withProperty("title", "{\"maxLength\":2,\"minLength\":1}"));

    assertThat(violations(contract, "{\"title\":\"\ud83c\udf31\\ud83c\\udf31\"}")).isEmpty();
    assertThat(violations(contract, "{\"title\":\"abc\"}"))
        .containsExactly("/title at most 2 characters");
    assertThat(violations(contract, "{\"title\":\"\"}"))
        .containsExactly("/title at least 1 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":[\"string\",\"null\"]}|1|string or null",
        "{\"type\":\"integer\"}|1.5|integer",
        "{\"enum\":[\"rose\",1,null]}|\"lily\"|one of \"rose\",1,null",
        "{\"const\":{\"a\":1}}|{\"a\":2}|{\"a\":1}",
        "{\"pattern\":\"^[a-z]+$\"}|\"rose1\"|pattern",
        "{\"pattern\":\"^[a-z]+$\"}|\"rose\\n\"|pattern",
        "{\"pattern\":\"^[[&&]]$\"}|\"a\"|pattern",
        "{\"minimum\":1}|0|at least 1",
        "{\"maximum\":1}|1000000000000000000000000|at most 1",
        "{\"exclusiveMinimum\":1}|1|more than 1",
        "{\"exclusiveMaximum\":1}|1|less than 1",
        "{\"multipleOf\":5}|7|multiple of 5",
        "{\"multipleOf\":5}|5.00000001|multiple of 5",
        "{\"multipleOf\":1e-8}|0.000000015|multiple of 1E-8",
        "{\"maximum\":9007199254740992}|9007199254740993|at most 9007199254740992",
        "{\"const\":1e30}|1e31|1000000000000000000000000000000",
        "{\"const\":{\"a\":null}}|{\"b\":null}|{\"a\":null}",
        "{\"enum\":[[{\"a\":null}]]}|[{\"b\":null}]|one of [{\"a\":null}]",
        "{\"uniqueItems\":true}|[1,true,1.0]|no item twice",
        "{\"minItems\":1}|[]|at least 1 items",
        "{\"maxItems\":1.0}|[1,2]|at most 1 items",
        "{\"uniqueItems\":true}|[1,1]|no item twice",
        "{\"contains\":{\"type\":\"string\"}}|[1]|a certain item",
        "{\"minProperties\":1}|{}|at least 1 members",
        "{\"maxProperties\":1}|{\"a\":1,\"b\":1}|at most 1 members",
        "{\"propertyNames\":{\"maxLength\":1}}|{\"ab\":1}|other member names",
        "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}|1|one of several forms",
        "{\"oneOf\":[{\"minimum\":1},{\"minimum\":2}]}|3|exactly one of several forms",
        "{\"not\":{\"type\":\"string\"}}|\"x\"|another form",
        "{\"allOf\":[{\"type\":\"string\"},{\"format\":\"date\"}]}|\"x\"|date",
        "{\"if\":{\"type\":\"string\"},\"then\":{\"format\":\"uuid\"}}|\"x\"|uuid",
        "{\"if\":{\"type\":\"string\"},\"else\":{\"minimum\":3}}|1|at least 3",
        "false|1|absent"
      })
  void enforcesEveryKeywordOfDraft07(String schema, String bad, String expected) throws Exception {
    Contract contract = load(folder, withProperty("x", schema));

    assertThat(violations(contract, "{\"x\":" + bad + "}")).containsExactly("/x " + expected);
    assertThat(violations(contract, "{}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"multipleOf\":0.01}|19.99",
        "{\"multipleOf\":1e-8}|12.00000001",
        "{\"const\":0.1}|1e-1",
        "{\"const\":1e30}|1000000000000000000000000000000",
        "{\"enum\":[100,0]}|1e2",
        "{\"enum\":[100,0]}|-0.0",
        "{\"type\":\"integer\",\"minimum\":1e308}|1e308",
        "{\"maxLength\":99999999999}|\"\"",
        "{\"uniqueItems\":true}|[{\"a\":null},{\"b\":null},[1],[true],1,true,\"1\"]",
        "{\"uniqueItems\":false}|[1,1]"
      })
  void comparesByValueAndExactly(String schema, String good) throws Exception {
    Contract contract = load(folder, withProperty("x", schema));

    assertThat(violations(contract, "{\"x\":" + good + "}")).isEmpty();
  }

  @Test
  @Timeout(20)
  void namesAFewOfManyFaultsWithoutDelay() throws Exception {
    Contract contract = load(folder, edited("\"patternProperties\":{\"\u00e9\":false}"));
    String names =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"\u00e9" + i + "\":0")
            .collect(Collectors.joining(","));

    assertThat(refusal(contract, "{" + names + "}").violations()).hasSize(100);
  }

  @Test
  void enforcesTwoPatternsThatMeanTheSame() throws Exception {
    Contract contract =
        load(
            folder,
            edited(
                "\"patternProperties\":{\"a/b\":{\"minLength\":2},\"a\\\\/b\":{\"maxLength\":0}}"));

    assertThat(violations(contract, "{\"a/b\":\"x\"}"))
        .containsExactlyInAnyOrder("/a~1b at least 2 characters", "/a~1b at most 0 characters");
  }

  @Test
  void enforcesFormatsAtAnyDepth() throws Exception {
    Contract contract =
        load(
            folder,
            withProperty(
                "plants",
                "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                    + "\"owner\":{\"format\":\"email\"},\"born\":{\"format\":\"date\"}}}}"));

    assertThat(violations(contract, "{\"plants\":[{\"owner\":\"a@b\"},{\"owner\":\"\"}]}"))
        .containsExactly("/plants/1/owner email");
    assertThat(violations(contract, "{\"plants\":[{\"owner\":5,\"born\":\"2019-02-30\"},7]}"))
        .containsExactlyInAnyOrder("/plants/0/born date", "/plants/1 object");
  }

  @Test
  void enforcesRulesForPatternsOfNames() throws Exception {
    Contract contract =
        load(folder, edited("\"patternProperties\":{\"^x-\":{\"type\":\"integer\"}}"));

    assertThat(violations(contract, "{\"x-1\":1,\"y\":\"a\"}")).isEmpty();
    assertThat(violations(contract, "{\"x-1\":\"a\",\"x- /~%\\n\u00fc\":\"a\"}"))
        .containsExactlyInAnyOrder("/x-1 integer", "/x- ~1~0%\n\u00fc integer");
  }

  @Test
  void enforcesThatNothingElseIsThere() throws Exception {
    String closed =
        Schemas.packaged(Schemas.MESSAGE)
            .replace("\"additionalProperties\": true", "\"additionalProperties\": false");
    Contract contract = load(folder, closed);

    assertThat(violations(contract, "{\"id\":\"1\",\"content\":\"\",\"x\":1}"))
        .containsExactlyInAnyOrder("/id uuid", "/x absent");
  }

  @Test
  void judgesOnlyOtherMembersByTheRuleForOthers() throws Exception {
    String closed =
        withProperty("n", "{\"type\":\"integer\"}")
            .replace(
                "\"additionalProperties\": true",
                "\"additionalProperties\": {\"type\":[\"string\",\"null\"]}");
    Contract contract = load(folder, closed);

    assertThat(violations(contract, "{\"n\":true,\"x\":1}"))
        .containsExactlyInAnyOrder("/n integer", "/x string or null");
  }

  @Test
  void enforcesDependencies() throws Exception {
    Contract contract =
        load(
            folder,
            edited(
                "\"dependencies\":{\"content\":[\"sender\"],"
                    + "\"price\":{\"properties\":{\"price\":{\"minimum\":0}}}}"));

    assertThat(violations(contract, "{\"content\":\"\"}")).containsExactly("/sender present");
    assertThat(violations(contract, "{\"price\":-1}")).containsExactly("/price at least 0");
    assertThat(violations(contract, "{\"__absolute_uri__\":1,\"price\":0}")).isEmpty();
  }

  @Test
  void followsReferencesWithinTheFile() throws Exception {
    Contract contract =
        load(
            folder,
            edited(
                "\"definitions\":{\"A-1_b\":{\"type\":\"object\",\"properties\":{"
                    + "\"born\":{\"format\":\"date\"},"
                    + "\"child\":{\"$ref\":\"#/definitions/A-1_b\"}}}},"
                    + "\"patternProperties\":{\"^plant\":{\"$ref\":\"#/definitions/A-1_b\"}}"));

    assertThat(
            violations(contract, "{\"plant\":{\"child\":{\"child\":{\"born\":\"2020-02-29\"}}}}"))
        .isEmpty();
    assertThat(violations(contract, "{\"plant\":{\"child\":{\"child\":{\"born\":\"\"}}}}"))
        .containsExactly("/plant/child/child/born date");
  }

  @Test
  void takesMembersThatAreNamedLikeKeywords() throws Exception {
    Contract contract =
        load(
            folder,
            withProperty(
                "$ref",
                "{\"properties\":{\"format\":{\"const\":{\"format\":\"uri\",\"$ref\":1}},"
                    + "\"anyOf\":{\"type\":\"string\"}}}"));

    assertThat(violations(contract, "{\"$ref\":{\"format\":{\"format\":\"uri\",\"$ref\":1}}}"))
        .isEmpty();
    assertThat(violations(contract, "{\"$ref\":{\"anyOf\":1,\"format\":2}}"))
        .containsExactlyInAnyOrder(
            "/$ref/anyOf string", "/$ref/format {\"format\":\"uri\",\"$ref\":1}");
  }

  @Test
  void ignoresWhatOnlyExplains() throws Exception {
    Contract contract =
        load(
            folder,
            edited(
                "\"title\":\"t\",\"description\":\"d\",\"$comment\":\"c\",\"default\":{\"id\":1},"
                    + "\"examples\":[{\"$ref\":1}],\"x-team\":{\"type\":\"nothing\"},"
                    + "\"$id\":\"https://example.com/m\""));

    assertThat(violations(contract, "{\"id\":\"1\"}")).containsExactly("/id uuid");
  }

  @Test
  void answersWhenAPatternOverflowsTheStack() throws Exception {
    Contract contract = load(folder, withProperty("x", "{\"pattern\":\"^(a|b)*$\"}"));

    assertThat(refusal(contract, "{\"x\":\"" + "ab".repeat(500_000) + "\"}"))
        .hasMessage("does not match the schema: body (something that can be judged)");
  }

  @Test
  void servesWhatItEnforces() throws Exception {
    Contract contract = load(folder, edited("\"required\":[\"content\"],\"title\":\"Tom\u00e1s\""));

    assertThat(contract.documents().get(Schemas.MESSAGE))
        .contains("\"required\":[\"content\"]", "Tom\u00e1s");
    Files.writeString(folder.resolve("unrelated.json"), "{");
    assertThat(Contract.load(SchemaSource.directory(folder)).documents())
        .isEqualTo(contract.documents());
  }
}
