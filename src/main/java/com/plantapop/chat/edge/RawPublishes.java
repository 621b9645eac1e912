package com.plantapop.chat.edge;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.RawPublishListener;
import com.plantapop.chat.ingest.Ingest;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import org.slf4j.event.Level;

/**
 * Events that an internal service published on their address instead of submitting them. One that
 * carries its id is submitted by every node that saw it, and stored once (G3); without an id it
 * would be stored once per node, so it is refused. Nobody can be told: refusals are counted and
 * logged.
 *
 * <p>No guarantee for the publisher: when no node has a reader of the address, nobody sees it.
 */
public final class RawPublishes implements RawPublishListener {
  private final Ingest ingest;
  private final Authenticator authenticator;
  private final EdgeMetrics metrics;
  private final int maxBodyBytes;
  private final ThrottledLog log = new ThrottledLog(Level.WARN, "raw publishes refused");

  /**
   * @param authenticator tells in whose name they are submitted, as of requests on the bus
   * @param maxBodyBytes largest payload that is taken, in bytes of UTF-8
   */
  public RawPublishes(
      Ingest ingest, Authenticator authenticator, EdgeMetrics metrics, int maxBodyBytes) {
    this.metrics = metrics;
    this.ingest = ingest;
    this.authenticator = authenticator;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public void found(Address address, MultiMap headers, Object body) {
    Faults.call(() -> authenticator.behindService(headers))
        .compose(caller -> ingest.submit(caller, address, text(address, body)))
        .onFailure(cause -> refused(address, Faults.refusalFor(cause)));
  }

  private void refused(Address address, Refusal refusal) {
    metrics.refused(refusal);
    log.about(address.onBus() + ": " + refusal.getMessage());
  }

  private String text(Address address, Object body) {
    if (!(body instanceof JsonObject event)) {
      throw Refusal.malformed("must be a JSON object");
    }
    String id = address.kind().idMember();
    if (!(event.getValue(id) instanceof String)) {
      throw Refusal.malformed(id + ": must be there, or use chat.submit");
    }
    return BusRequests.payload(event, maxBodyBytes);
  }
}
