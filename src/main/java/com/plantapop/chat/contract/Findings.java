package com.plantapop.chat.contract;

import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the errors of vertx-json-schema that matter from those that only lead to them. The library
 * reports a bad value once for every keyword on the way down, the outer ones first.
 */
final class Findings {
  private static final Set<String> OF_MEMBERS = Set.of("properties", "patternProperties");

  /** What is below these are alternatives or examples, none of which must be met by itself. */
  private static final Set<String> OPAQUE =
      Set.of("anyOf", "oneOf", "not", "contains", "propertyNames");

  private Findings() {}

  static List<Finding> deepest(List<OutputUnit> errors) {
    List<Finding> all = errors.stream().map(Finding::of).toList();
    List<Finding> deepest = new ArrayList<>();
    Set<String> judged = new HashSet<>();
    int next = 0;
    while (next < all.size()) {
      Finding finding = all.get(next++);
      if (OF_MEMBERS.contains(finding.word())) {
        judged.add(finding.schema());
      }
      boolean isNoise = isNoise(finding, judged);
      boolean isOpaque = OPAQUE.contains(finding.word());
      boolean leadsDown = next < all.size() && all.get(next).isWithin(finding);
      if (!isNoise && (isOpaque || !leadsDown)) {
        deepest.add(finding);
      }
      while (isNoise || isOpaque) {
        if (next == all.size() || !all.get(next).isWithin(finding)) {
          break;
        }
        next++;
      }
    }
    return deepest;
  }

  /**
   * A member that {@code properties} has found bad, the library takes for an additional one too.
   */
  private static boolean isNoise(Finding finding, Set<String> judged) {
    return finding.word().equals("additionalProperties") && judged.contains(finding.schema());
  }
}
