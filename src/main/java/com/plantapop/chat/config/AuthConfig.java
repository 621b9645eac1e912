package com.plantapop.chat.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Section {@code auth}: who may come in.
 *
 * @param mode {@code open}: everybody who can connect may do everything; {@code jwt}: whoever
 *     brings a token, as the person or service that it names
 * @param allowOpenRemote whether open mode may bind an address that other machines reach. Without
 *     it {@code http.host} must be a loopback address
 * @param graceSeconds seconds within which a socket that has come without a token must bring one:
 *     browsers cannot set headers when they open a socket
 * @param jwt which tokens are good; looked at in jwt mode only
 */
public record AuthConfig(
    @Setting(byDefault = "open", min = 1, max = 16) String mode,
    @Setting(byDefault = "false") boolean allowOpenRemote,
    @Setting(byDefault = "10", min = 1, max = 3_600) int graceSeconds,
    JwtConfig jwt) {

  private static final String OPEN = "open";
  private static final String JWT = "jwt";

  public AuthConfig {
    long keys = Stream.of(jwt.secret, jwt.publicKey, jwt.jwks).filter(k -> !k.isEmpty()).count();
    SettingRules.bounds(AuthConfig.class, mode, allowOpenRemote, graceSeconds, jwt)
        .require(
            mode.equals(OPEN) || mode.equals(JWT),
            "mode",
            "must be open or jwt, is " + SettingRules.quoted(mode))
        .require(
            !mode.equals(JWT) || keys == 1,
            "mode",
            "jwt needs exactly one of auth.jwt.secret (CHAT_AUTH_JWT_SECRET), auth.jwt.publicKey"
                + " (CHAT_AUTH_JWT_PUBLIC_KEY) and auth.jwt.jwks (CHAT_AUTH_JWT_JWKS), has "
                + keys)
        .orThrow();
  }

  /** Whether nobody is asked who they are. */
  public boolean isOpen() {
    return mode.equals(OPEN);
  }

  /**
   * Section {@code auth.jwt}: which tokens are good, and what their claims are called. One of the
   * three kinds of keys says who may sign; the algorithms are those that fit the key.
   *
   * @param secret shared with the issuer: HS256, and HS384 and HS512 where it is as long as their
   *     hashes; at least 32 bytes
   * @param publicKey PEM file with the issuer's public key or certificate
   * @param jwks file or http(s) URL of the issuer's keys (RFC 7517); a URL is asked again when a
   *     token names a key that is not known
   * @param issuer that tokens must name ({@code iss}); empty: any
   * @param audience that must be among those that tokens name ({@code aud}); empty: any
   * @param leewaySeconds by which the clocks of issuer and node may differ
   * @param maxLifetimeSeconds for how long tokens may be good, from {@code iat} to {@code exp};
   *     longer ones are refused, as are those that do not say. Revocations are forgotten when none
   *     of theirs can be good any more. 0: for as long as they say, and none is forgotten
   * @param subjectClaim claim that identifies the caller
   * @param emailClaim claim with a person's e-mail address
   * @param rolesClaim claim with a list of roles
   * @param serviceRole role of those who act for all
   * @param require claims that must have a value, as {@code claim=value}, such as {@code
   *     type=access}
   */
  public record JwtConfig(
      @Setting(byDefault = "", max = 4_096) String secret,
      @Setting(byDefault = "", max = 4_096) String publicKey,
      @Setting(byDefault = "", max = 4_096) String jwks,
      @Setting(byDefault = "", max = 1_024) String issuer,
      @Setting(byDefault = "", max = 1_024) String audience,
      @Setting(byDefault = "30", max = 3_600) int leewaySeconds,
      @Setting(byDefault = "0", max = 315_360_000) int maxLifetimeSeconds,
      @Setting(byDefault = "sub", min = 1, max = 100) String subjectClaim,
      @Setting(byDefault = "email", min = 1, max = 100) String emailClaim,
      @Setting(byDefault = "roles", min = 1, max = 100) String rolesClaim,
      @Setting(byDefault = "service", min = 1, max = 100) String serviceRole,
      @Setting(byDefault = "", max = 100) List<String> require) {

    /** Of the shortest hash; RFC 7518 section 3.2 demands a key as long. */
    private static final int MIN_SECRET_BYTES = 32;

    private static final Pattern CLAIM = Pattern.compile("([^=]+)=(.+)");
    private static final Pattern URL = Pattern.compile("https?://[^/?#@\\s]+([/?]\\S*)?");

    /** A claim that a token must have. */
    public record Claim(String name, String value) {
      private static Claim of(String text) {
        Matcher parts = CLAIM.matcher(text);
        return parts.matches() ? new Claim(parts.group(1), parts.group(2)) : null;
      }
    }

    public JwtConfig {
      SettingRules.bounds(
              JwtConfig.class,
              secret,
              publicKey,
              jwks,
              issuer,
              audience,
              leewaySeconds,
              maxLifetimeSeconds,
              subjectClaim,
              emailClaim,
              rolesClaim,
              serviceRole,
              require)
          .require(
              secret.isEmpty()
                  || secret.getBytes(StandardCharsets.UTF_8).length >= MIN_SECRET_BYTES,
              "secret",
              "must have at least 32 bytes, as many as the hash of HS256")
          .require(SettingRules.isPath(publicKey), "publicKey", "must be the path of a PEM file")
          .require(
              URL.matcher(jwks).matches() || (!jwks.contains("://") && SettingRules.isPath(jwks)),
              "jwks",
              "must be a file or an http(s) URL")
          .requireEach(
              "require",
              require,
              claim -> CLAIM.matcher(claim).matches(),
              "claim=value, such as type=access")
          .orThrow();
      require = List.copyOf(require);
    }

    /** How old a token may get, by anybody's clock; empty when nobody says. */
    public Optional<Duration> greatestAge() {
      return maxLifetimeSeconds == 0
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(maxLifetimeSeconds + 2L * leewaySeconds));
    }

    /** Whether the keys are to be fetched. */
    public boolean isJwksUrl() {
      return URL.matcher(jwks).matches();
    }

    /** What {@code require} says. */
    public List<Claim> required() {
      return require.stream().map(Claim::of).toList();
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
      return "JwtConfig[secret="
          + (secret.isEmpty() ? "" : "***")
          + (", publicKey=" + publicKey + ", jwks=" + jwks + ", issuer=" + issuer)
          + (", audience=" + audience + ", require=" + require + "]");
    }
  }
}
