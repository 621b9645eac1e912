package com.plantapop.chat.contract;

import static com.plantapop.chat.contract.Schemas.EXAMPLE;
import static com.plantapop.chat.contract.Schemas.MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short way and the library say the same, about anything, from any thread. */
class ValidatorsTest {
  private static final int BODIES = 3_000;

  /** Everything but annotations and additional rules. */
  private static final String FLAT =
      """
      {
        "type": "object",
        "required": ["content", "x/y"],
        "properties": {
          "id": {"type": "string", "format": "uuid", "description": "d"},
          "chatId": {"type": "string", "format": "uuid"},
          "sender": {"type": "string", "format": "email"},
          "content": {"type": "string"},
          "born": {"type": "string", "format": "date"},
          "timestamp": {"type": "string", "format": "date-time"}
        }
      }\
      """;

  @TempDir private Path folder;

  @Test
  void bothWaysSayTheSame() throws Exception {
    SchemaFile file = schema(FLAT);
    FlatValidator flat = FlatValidator.of(file).orElseThrow();
    PayloadSchema.Judge compiled = SchemaCompiler.compile(file);
    long seed = System.nanoTime();
    RandomBodies bodies = new RandomBodies(new Random(seed));
    int refused = 0;
    for (int i = 0; i < BODIES; i++) {
      String body = bodies.next();
      Set<Refusal.Violation> expected = violations(compiled, flat, body);
      assertThat(violations(flat, flat, body)).as("seed %d: %s", seed, body).isEqualTo(expected);
      refused += expected.isEmpty() ? 0 : 1;
    }
    assertThat(refused).as("refused, seed %d", seed).isBetween(BODIES / 10, BODIES - 5);
  }

  private SchemaFile schema(String text) throws Exception {
    Files.writeString(folder.resolve(MESSAGE), text);
    return SchemaFile.read(SchemaSource.directory(folder), MESSAGE);
  }

  private static Set<Refusal.Violation> violations(
      PayloadSchema.Judge judge, FlatValidator flat, String body) {
    BodyScan.Watch watch = new BodyScan.Watch();
    flat.watch(watch);
    BodyScan scan = BodyScan.of(body, watch);
    judge.judge(scan, scan.violations());
    Refusal refusal = catchThrowableOfType(Refusal.class, scan.violations()::refuse);
    return refusal == null ? Set.of() : Set.copyOf(refusal.violations());
  }

  @Test
  void thePackagedSchemasGoTheShortWay() {
    for (String file : List.of(MESSAGE, Schemas.RECEIPT)) {
      assertThat(FlatValidator.of(SchemaFile.read(SchemaSource.packaged(), file))).isPresent();
    }
  }

  @Test
  void theShortWayIsOnlyForWhatItUnderstands() throws Exception {
    for (String rule : List.of("{\"maxLength\":5}", "{\"type\":\"integer\"}", "true", "{}")) {
      assertThat(FlatValidator.of(schema(Schemas.withProperty("x", rule)))).as(rule).isEmpty();
    }
    for (String rule : List.of("\"minProperties\":1", "\"allOf\":[{}]", "\"const\":{}")) {
      assertThat(FlatValidator.of(schema(Schemas.edited(rule)))).as(rule).isEmpty();
    }
  }

  @Test
  void whateverTheBodyIsNothingButARefusalIsThrown() throws Exception {
    Contract operators =
        Schemas.load(
            folder,
            Schemas.edited(
                "\"patternProperties\":{\"^.{2}$\":{\"maxLength\":3,\"pattern\":\"^(a|b)*$\"}},"
                    + "\"dependencies\":{\"a\":[\"b\"]},\"minProperties\":1,"
                    + "\"propertyNames\":{\"not\":{\"const\":\"$oid\"}},"
                    + "\"not\":{\"properties\":{\"b\":{\"multipleOf\":3,\"uniqueItems\":true}}}"));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RandomBodies bodies = new RandomBodies(random);
    for (int i = 0; i < BODIES; i++) {
      String body = bodies.broken(bodies.next());
      for (Contract contract : List.of(Schemas.PACKAGED, operators)) {
        for (LogKind kind : List.of(LogKind.MESSAGES, LogKind.RECEIPTS)) {
          assertThatCode(() -> check(contract, kind, body))
              .as("seed %d: %s", seed, body)
              .doesNotThrowAnyException();
        }
      }
    }
  }

  private static void check(Contract contract, LogKind kind, String body) {
    try {
      Draft draft = contract.check(kind, body);
      assertThat(draft.isSameAs(Payload.of(body))).isTrue();
      assertThat(new JsonObject(body)).isNotNull();
    } catch (Refusal refusal) {
      assertThat(refusal.getMessage()).hasSizeLessThan(1_000);
    }
  }

  @Test
  void manyThreadsMayBeTheFirstToUseAContract() throws Exception {
    String nested =
        Schemas.withProperty(
            "x",
            "{\"items\":{\"additionalProperties\":{\"not\":{\"type\":\"null\"},"
                + "\"contains\":{\"if\":{\"type\":\"string\"},\"then\":{\"format\":\"email\"}}}}}");
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 50; round++) {
        Contract contract = Schemas.load(folder, nested);
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<List<String>>> verdicts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          Callable<List<String>> first = () -> firstUse(contract, start);
          verdicts.add(pool.submit(first));
        }
        for (Future<List<String>> verdict : verdicts) {
          assertThat(verdict.get()).containsExactlyInAnyOrder("/x/0/a another form", "/id uuid");
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<String> firstUse(Contract contract, CyclicBarrier start) throws Exception {
    start.await();
    assertThat(contract.check(LogKind.MESSAGES, EXAMPLE).id()).isPresent();
    return Schemas.violations(contract, "{\"id\":\"1\",\"x\":[{\"a\":null,\"b\":[\"a@b\"]}]}");
  }
}
