package com.plantapop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
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
        .contains("--conf=FILE", "--help", "--version", "CHAT_", "2   wrong arguments or settings");
  }
}
