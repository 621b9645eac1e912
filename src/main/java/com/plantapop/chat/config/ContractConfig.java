package com.plantapop.chat.config;

/**
 * Section {@code contract}: the schemas that payloads must match.
 *
 * @param dir folder of the schemas; empty stands for {@code ./schemas} when it exists, else the
 *     copy in the jar
 */
public record ContractConfig(@Setting(byDefault = "", min = 0, max = 4_096) String dir) {

  public ContractConfig {
    SettingRules.bounds(ContractConfig.class, dir).orThrow();
  }
}
