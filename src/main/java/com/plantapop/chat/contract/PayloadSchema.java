package com.plantapop.chat.contract;

import com.plantapop.chat.event.LogKind;
import java.util.Optional;

/** The schema of one kind of payload, ready to check bodies from any thread. */
final class PayloadSchema {
  /** Says where a body breaks its schema. Called from several threads at once. */
  interface Judge {
    void judge(BodyScan body, Violations found);
  }

  private final LogKind kind;
  private final BodyScan.Watch watch = new BodyScan.Watch();
  private final Judge judge;

  private PayloadSchema(LogKind kind, SchemaFile file, Judge compiled) {
    Optional<FlatValidator> flat = FlatValidator.of(file);
    this.kind = kind;
    this.judge = flat.isPresent() ? flat.get() : compiled;
    PayloadMembers.of(kind).watch(watch);
    flat.ifPresent(needs -> needs.watch(watch));
  }

  /** Throws ContractException when the file cannot be enforced. */
  static PayloadSchema load(LogKind kind, SchemaSource source) {
    SchemaFile file = SchemaFile.read(source, kind.schema());
    Judge compiled = SchemaCompiler.compile(file);
    PayloadMembers.of(kind).requireIn(file);
    return new PayloadSchema(kind, file, compiled);
  }

  /** Throws a Refusal when the body does not fit. */
  Draft check(String body) {
    BodyScan scan = BodyScan.of(body, watch);
    require(scan, judge);
    return new Draft(kind, scan);
  }

  /** Throws a Refusal when what was scanned is no object, or breaks a rule. */
  static void require(BodyScan scan, Judge judge) {
    Violations violations = scan.violations();
    if (scan.isObject()) {
      judge.judge(scan, violations);
    } else {
      violations.add("", "object");
    }
    violations.refuse();
  }
}
