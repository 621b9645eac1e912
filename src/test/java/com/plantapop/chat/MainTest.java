package com.plantapop.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.plantapop.chat.access.Tokens;
import com.plantapop.chat.config.AuthConfig.JwtConfig;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.support.Jwts;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void servesWithoutArguments() {
    CommandLine.ParseResult arguments = command.parseArgs();

    assertThat(CommandLine.printHelpIfRequested(arguments)).isFalse();
    assertThat(arguments.matchedOptions()).isEmpty();
    assertThat(arguments.commandSpec().userObject()).isInstanceOf(Runnable.class);
  }

  @Test
  void takesAFileOfSettings() {
    Path file = command.parseArgs("--conf", "my conf.json").matchedOptionValue("--conf", null);

    assertThat(file).isEqualTo(Path.of("my conf.json"));
  }

  @ParameterizedTest
  @CsvSource({"--help, Usage: java -jar plantapop-chat.jar", "--version, plantapop-chat "})
  void answersQuestionsInsteadOfServing(String argument, String answer) {
    assertThat(command.execute("--conf", "x", argument)).isZero();
    assertThat(out.toString()).startsWith(answer);
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cnf x|Unknown options: '--cnf', 'x'",
        "x|Unmatched argument at index 0: 'x'",
        "--conf a -v|Unknown option: '-v'",
        "--conf|Missing required parameter for option '--conf' (FILE)",
        "--conf --help|Expected parameter for option '--conf' but found '--help'",
        "--conf a --conf b|option '--conf' (FILE) should be specified only once",
      })
  void saysWhatItDoesNotUnderstand(String arguments, String message) {
    assertThat(command.execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void explainsEveryArgument() {
    assertThat(command.getUsageMessage())
        .contains(
            "--conf=FILE",
            "--help",
            "--version",
            "CHAT_",
            "2   wrong arguments, settings, schemas or data");
  }

  private String conf(String secret) throws IOException {
    String jwt = "{\"secret\":\"" + secret + "\",\"issuer\":\"me\",\"audience\":\"chat\"";
    String json = "{\"auth\":{\"jwt\":" + jwt + ",\"require\":[\"type=access\"]}}}";
    return Files.writeString(directory.resolve("my.json"), json).toString();
  }

  @Test
  void mintsATokenThatTheSettingsTake() throws Exception {
    String conf = conf(Jwts.SECRET);
    String[] arguments = {
      "token",
      "--conf",
      conf,
      "--email",
      "ann@example.com",
      "--role",
      "a",
      "--role",
      "b",
      "--ttl",
      "2d"
    };
    assertThat(command.execute(arguments)).as(err.toString()).isZero();

    Vertx vertx = Vertx.vertx();
    try {
      JwtConfig config =
          ConfigLoader.load(Path.of(""), Optional.of(Path.of(conf)), Map.of()).auth().jwt();
      Caller caller = Tokens.open(vertx, config).await().verify(out.toString().strip()).await();
      assertThat(caller.subject()).isEqualTo("ann@example.com");
      assertThat(caller.email()).hasValue("ann@example.com");
      assertThat(caller.roles()).containsExactly("a", "b");
      assertThat(caller.expiresAt())
          .isCloseTo(Instant.now().plus(Duration.ofDays(2)), within(1, ChronoUnit.MINUTES));
    } finally {
      vertx.close().await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--email nope", "--subject somebody", "--subject shop --role admin"})
  void mintsNothingThatTheSettingsWouldNotTake(String arguments) throws Exception {
    String line = "token --conf " + conf(Jwts.SECRET) + " " + arguments;
    assertThat(command.execute(line.split(" "))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("claim email is missing or not good");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--email a@b.example|set auth.jwt.secret (CHAT_AUTH_JWT_SECRET)",
        "--role service|give --email or --subject",
        "--email a@b.example --ttl 0s|must be a time such as 90s, 15m, 12h or 7d",
        "--email a@b.example --ttl 5|must be a time such as 90s, 15m, 12h or 7d",
      })
  void mintsNothingWithoutASecretAndAName(String arguments, String message) throws Exception {
    String all = "--conf " + conf("") + " token " + arguments;
    assertThat(command.execute(all.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
