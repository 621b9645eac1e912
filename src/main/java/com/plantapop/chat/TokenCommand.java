package com.plantapop.chat;

import com.plantapop.chat.access.Secret;
import com.plantapop.chat.config.AuthConfig.JwtConfig;
import com.plantapop.chat.event.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code token}: what the issuer would give somebody, for development. */
@Command(
    name = "token",
    description = "Prints a token for development, signed with auth.jwt.secret.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class TokenCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Option(names = "--email", paramLabel = "ADDRESS", description = "of the person")
  private String email;

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      description = "of the service, or of the person where it is not the address")
  private String subject;

  @Option(names = "--role", paramLabel = "ROLE", description = "may be given several times")
  private List<String> roles = List.of();

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = Ttl.class,
      description = "how long it is good, such as 90s, 15m, 12h or 7d; 1h unless given")
  private Duration ttl;

  @Override
  public void run() {
    String who = subject == null ? email : subject;
    if (who == null) {
      throw new ParameterException(spec.commandLine(), "token: give --email or --subject");
    }
    JwtConfig config = main.config().auth().jwt();
    if (config.secret().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "token: set auth.jwt.secret (CHAT_AUTH_JWT_SECRET); with other keys only their issuer can");
    }
    try {
      String token = Secret.mint(config, who, Optional.ofNullable(email), roles, ttl);
      spec.commandLine().getOut().println(token);
    } catch (Refusal refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  /** A number and its unit. */
  static final class Ttl implements ITypeConverter<Duration> {
    private static final Pattern TEXT = Pattern.compile("[1-9][0-9]{0,3}[smhd]");

    @Override
    public Duration convert(String text) {
      if (!TEXT.matcher(text).matches()) {
        throw new TypeConversionException("must be a time such as 90s, 15m, 12h or 7d");
      }
      String time = text.toUpperCase(Locale.ROOT);
      return Duration.parse(time.endsWith("D") ? "P" + time : "PT" + time);
    }
  }
}
