package com.plantapop.chat.ingest;

import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.access.Revocation;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Deadline;
import io.vertx.core.Future;

/** Revokes tokens (design section 12). */
public final class RevocationLog {
  private final Ingest ingest;

  public RevocationLog(Ingest ingest) {
    this.ingest = ingest;
  }

  /**
   * Completes once it is durable and noted in the control log, so that every node knows within 2 s.
   * Any thread, completes on the caller's context; fails with a Refusal, and may be asked again.
   */
  public Future<Void> revoke(Revocation revocation, Deadline deadline) {
    return ingest
        .appendOwn(Address.REVOCATIONS, revocation.payload(), deadline)
        .compose(seq -> ingest.note(new ControlNote(Address.REVOCATIONS, seq), deadline));
  }
}
