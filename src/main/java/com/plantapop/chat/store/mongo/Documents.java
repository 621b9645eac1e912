package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.event.Timestamps;
import com.plantapop.chat.store.EventMeta;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * An event as a document. What the client said stands in {@code payload} as one string, so that no
 * codec and no query ever sees its members: the client's JSON codec would take an object with one
 * such as {@code $date} for a BSON type, which is what {@code acceptedAt} uses.
 */
final class Documents {
  private static final String SEQ = "seq";
  private static final String ACCEPTED_AT = "acceptedAt";
  private static final String PAYLOAD = "payload";
  private static final String METADATA = "metadata";
  private static final String DATE = "$date";

  private Documents() {}

  /** Throws a Refusal when BSON cannot hold the event's text as it is. */
  static JsonObject of(Address address, Event event) {
    String log = address.onBus();
    JsonObject document = new JsonObject();
    if (!event.metadata().isEmpty()) {
      document.put(METADATA, new JsonObject(new HashMap<>(event.metadata().values())));
    }
    return document
        .put(Names.ID, Names.id(log, event.seq()))
        .put(Names.ADDRESS, log)
        .put(SEQ, event.seq())
        .put(Names.KEY, Names.key(log, event.key()))
        .put(ACCEPTED_AT, new JsonObject().put(DATE, Timestamps.format(event.acceptedAt())))
        .put(PAYLOAD, text(event.payload()));
  }

  /** What is left of an erased event: its number, for ever taken, under a key that says nothing. */
  static JsonObject tombstone(Address address, long seq) {
    String log = address.onBus();
    return new JsonObject()
        .put(Names.ID, Names.id(log, seq))
        .put(Names.ADDRESS, log)
        .put(SEQ, seq)
        .put(Names.KEY, Names.id(log, seq));
  }

  /** What {@link #event} needs. */
  static JsonObject projection() {
    return outlineProjection().put(PAYLOAD, 1);
  }

  /** What {@link #meta} needs. */
  static JsonObject outlineProjection() {
    return new JsonObject()
        .put(Names.ID, 0)
        .put(SEQ, 1)
        .put(Names.KEY, 1)
        .put(ACCEPTED_AT, 1)
        .put(METADATA, 1);
  }

  /** Throws a Refusal (410) for what is erased, and for a grave. */
  static EventMeta meta(Address address, JsonObject document) {
    if (isGone(document)) {
      throw StoreRefusals.gone();
    }
    return new EventMeta(
        document.getLong(SEQ),
        Names.eventKey(address, document.getString(Names.KEY)),
        Instant.parse(document.getJsonObject(ACCEPTED_AT).getString(DATE)),
        metadata(document.getJsonObject(METADATA)));
  }

  /** Whether it is what is left of an erased event, or a grave. */
  static boolean isGone(JsonObject document) {
    return !document.containsKey(ACCEPTED_AT) || Names.isGrave(document);
  }

  /** As {@link #meta}. */
  static Event event(Address address, JsonObject document) {
    EventMeta meta = meta(address, document);
    return new Event(
        meta.seq(),
        meta.key(),
        meta.acceptedAt(),
        Payload.of(document.getString(PAYLOAD)),
        meta.metadata());
  }

  /** Its names are ours, so that no codec takes the object for something else. */
  private static Metadata metadata(JsonObject stored) {
    Map<String, String> values = new HashMap<>();
    if (stored != null) {
      stored.forEach(entry -> values.put(entry.getKey(), (String) entry.getValue()));
    }
    return Metadata.of(values);
  }

  /** Decoding puts U+FFFD where the bytes are not UTF-8: only then a closer look is needed. */
  private static String text(Payload payload) {
    String text = payload.text();
    if (text.indexOf('\ufffd') >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), payload.utf8())) {
      throw Refusal.malformed("the payload is not UTF-8");
    }
    return text;
  }
}
