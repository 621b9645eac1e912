package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;
import java.util.Random;

/** What was delivered must be in the log for whoever asks, at once and on every node. */
final class Probes {
  private static final double PROBED = 0.003;

  private final Bench bench;
  private final Random chance;

  Probes(Bench bench, Random chance) {
    this.bench = bench;
    this.chance = chance;
  }

  void seen(Client reader, ChatLog log) {
    if (!bench.isQuiet() && chance.nextDouble() < PROBED) {
      Client other = bench.clients().get(chance.nextInt(bench.clients().size()));
      long reach = log.reach();
      String query = new JsonObject().put("after", reach - 1).put("limit", 1).encode();
      other.readHistory(log, query, frame -> probed(reader, other, log, reach, frame));
    }
  }

  private void probed(Client reader, Client other, ChatLog log, long seq, JsonObject frame) {
    if (frame == null || Call.isError(frame)) {
      bench.counts().add("probes: refused " + Call.code(frame));
      if (!Call.mayRetry(frame)) {
        violation(other + ": history of " + log + " refused: " + frame.encode());
      }
      return;
    }
    bench.counts().add("probes");
    JsonObject body = frame.getJsonObject("body");
    if (body.getJsonArray("events").isEmpty()) {
      String told = "%s: %d was told of (now %s), but %s does not find it";
      violation(told.formatted(log, seq, reader, other));
      return;
    }
    JsonObject event = body.getJsonArray("events").getJsonObject(0);
    log.claim(
        event.getLong("seq"),
        event.getString("acceptedAt"),
        event.getJsonObject("body"),
        "a probe of " + other);
  }

  private void violation(String what) {
    bench.journal().violation(what);
  }
}
