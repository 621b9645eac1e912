package com.plantapop.chat.attack;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows of attacks on one node, which must be unimpressed when all have passed. */
@Timeout(60)
abstract class AttackTest {
  @TempDir private static Path data;
  static Stage stage;

  @BeforeAll
  static void open(TestInfo test) throws Exception {
    Map<String, String> limits =
        test.getTestClass().equals(Optional.of(FloodAttackTest.class))
            ? FloodAttackTest.LIMITS
            : Map.of();
    stage = new Stage(data.resolve(UUID.randomUUID().toString()), limits);
  }

  @AfterAll
  static void close() throws Exception {
    try {
      stage.assertNothingElseHappened();
    } finally {
      stage.close();
    }
  }
}
