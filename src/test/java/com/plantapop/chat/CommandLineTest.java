package com.plantapop.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.CommandLine.Action;
import com.plantapop.chat.CommandLine.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  @Test
  void servesWithoutArguments() {
    assertThat(CommandLine.parse()).isEqualTo(new CommandLine(Action.SERVE, Optional.empty()));
  }

  @Test
  void takesAFileOfSettings() {
    assertThat(CommandLine.parse("--conf", "my conf.json"))
        .isEqualTo(new CommandLine(Action.SERVE, Optional.of(Path.of("my conf.json"))));
  }

  @ParameterizedTest
  @CsvSource({"--help, HELP", "--version, VERSION"})
  void answersQuestionsInsteadOfServing(String argument, Action action) {
    assertThat(CommandLine.parse("--conf", "x", argument).action()).isEqualTo(action);
    assertThat(CommandLine.parse(argument, "--help", "--version").action()).isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cnf x|unknown argument \"--cnf\"",
        "x|unknown argument \"x\"",
        "--help -v|unknown argument \"-v\"",
        "--conf|--conf needs a FILE",
        "--conf --help|--conf needs a FILE",
        "--conf a --conf b|--conf is given twice",
      })
  void saysWhatItDoesNotUnderstand(String arguments, String message) {
    assertThatThrownBy(() -> CommandLine.parse(arguments.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void explainsEveryArgument() {
    assertThat(CommandLine.USAGE).contains("--conf FILE", "--help", "--version", "CHAT_");
  }

  @Test
  void namesItsVersion() {
    assertThat(CommandLine.version()).startsWith("plantapop-chat ");
  }
}
