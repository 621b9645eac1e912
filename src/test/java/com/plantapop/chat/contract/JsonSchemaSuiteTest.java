package com.plantapop.chat.contract;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.plantapop.chat.contract.SuiteCase.Instance;
import com.plantapop.chat.event.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The public JSON-Schema-Test-Suite for draft-07, optional parts included: every verdict agrees, or
 * the schema is refused at start.
 */
class JsonSchemaSuiteTest {
  /** From json-schema-org/JSON-Schema-Test-Suite, commit 44401e0, as it is there. */
  private static final Path SUITE = Path.of("src/test/resources/json-schema-test-suite/draft7");

  /** How many schemas of a file are refused; of a file not named here, none. */
  private static final Map<String, Integer> REFUSED =
      Map.ofEntries(
          entry("boolean_schema.json", 2), // a payload's schema is an object
          entry("definitions.json", 1), // refers to another file, as do the next two
          entry("refRemote.json", 11),
          entry("optional/cross-draft.json", 1),
          entry("ref.json", 22), // leads elsewhere than to definitions, has words beside it
          entry("optional/id.json", 1), // $id within
          entry("optional/unknownKeyword.json", 1),
          entry("optional/content.json", 3), // contentEncoding, contentMediaType
          entry("optional/bignum.json", 2), // a fraction that no double keeps
          entry("optional/ecmascript-regex.json", 4), // \\p{Letter}, \\p{digit}
          entry("format.json", 14)); // formats that are not ours

  private static final Set<String> OUR_FORMATS =
      Set.of("date.json", "date-time.json", "email.json");

  private static int enforced;
  private static int refused;
  private static int verdicts;

  @TempDir private static Path folder;

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(SUITE)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> SUITE.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyVerdictAgreesOrTheSchemaIsRefused(String file) throws Exception {
    List<String> differences = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (SuiteCase one : SuiteCase.read(SUITE.resolve(file))) {
      try {
        differences.addAll(differences(one));
        enforced++;
      } catch (ContractException e) {
        refusals.add(one.description() + ": " + e.getMessage());
        refused++;
      }
    }
    assertThat(differences).isEmpty();
    assertThat(refusals).hasSize(expectedRefusals(file));
  }

  private static int expectedRefusals(String file) {
    Path path = SUITE.resolve(file);
    boolean isForeign =
        path.getParent().endsWith("format") && !OUR_FORMATS.contains(path.getFileName().toString());
    return isForeign ? SuiteCase.read(path).size() : REFUSED.getOrDefault(file, 0);
  }

  @AfterAll
  static void say() {
    System.out.printf(
        "JSON-Schema-Test-Suite: %d schemas enforced with %d verdicts, %d schemas refused%n",
        enforced, verdicts, refused);
  }

  private static List<String> differences(SuiteCase one) throws IOException {
    Files.writeString(folder.resolve("suite.json"), one.schema());
    SchemaFile file = SchemaFile.read(SchemaSource.directory(folder), "suite.json");
    PayloadSchema.Judge compiled = SchemaCompiler.compile(file);
    Optional<FlatValidator> flat = flat(file);
    List<String> differences = new ArrayList<>();
    for (Instance instance : one.instances()) {
      String text = instance.text();
      boolean agree = isValid(compiled, new BodyScan.Watch(), text) == instance.valid();
      if (flat.isPresent() && text.startsWith("\"")) {
        agree &= isValid(flat.get(), watch(flat.get()), "{\"v\":" + text + "}") == instance.valid();
      }
      verdicts++;
      if (!agree) {
        differences.add(one.description() + ", " + instance.description() + ": " + text);
      }
    }
    return differences;
  }

  /** The judge of the short way, when it understands the schema as that of a string member. */
  private static Optional<FlatValidator> flat(SchemaFile file) {
    Map<String, Object> member = new HashMap<>(file.root());
    member.putIfAbsent("type", "string");
    return FlatValidator.of(new SchemaFile("", Map.of("properties", Map.of("v", member))));
  }

  private static BodyScan.Watch watch(FlatValidator judge) {
    BodyScan.Watch watch = new BodyScan.Watch();
    judge.watch(watch);
    return watch;
  }

  private static boolean isValid(PayloadSchema.Judge judge, BodyScan.Watch watch, String body) {
    BodyScan scan = BodyScan.of(body, watch);
    judge.judge(scan, scan.violations());
    return catchThrowableOfType(Refusal.class, scan.violations()::refuse) == null;
  }
}
