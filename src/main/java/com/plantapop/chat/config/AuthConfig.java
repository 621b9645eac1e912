package com.plantapop.chat.config;

/**
 * Section {@code auth}: who may come in.
 *
 * @param mode {@code open}: everybody who can connect may do everything. The only mode of this
 *     version
 * @param allowOpenRemote whether open mode may bind an address that other machines reach. Without
 *     it {@code http.host} must be a loopback address
 */
public record AuthConfig(
    @Setting(byDefault = "open", min = 1, max = 16) String mode,
    @Setting(byDefault = "false") boolean allowOpenRemote) {

  private static final String OPEN = "open";

  public AuthConfig {
    SettingRules.bounds(AuthConfig.class, mode, allowOpenRemote)
        .require(mode.equals(OPEN), "mode", modeProblem(mode))
        .orThrow();
  }

  /** Whether nobody is asked who they are. */
  public boolean isOpen() {
    return mode.equals(OPEN);
  }

  private static String modeProblem(String mode) {
    return mode.equals("jwt")
        ? "jwt is not supported by this version; use open"
        : "must be open, is " + SettingRules.quoted(mode);
  }
}
