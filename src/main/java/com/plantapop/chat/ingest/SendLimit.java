package com.plantapop.chat.ingest;

import com.plantapop.chat.config.ChatConfig.IngestConfig;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.limits.RatePerKey;

/**
 * How fast one person may talk in one chat, through whatever door. Of receipts there can be no more
 * than one for each message, and services speak for many. Any thread.
 */
final class SendLimit {
  private record Talker(String person, ChatId chat) {}

  private final RatePerKey<Talker> rates;

  SendLimit(IngestConfig config) {
    this.rates = new RatePerKey<>(config.sendsPerSecondPerChat(), config.sendBurstPerChat());
  }

  /** Counts a send; throws a Refusal (429) when it is one too many. */
  void check(Caller caller, Address address) {
    if (caller.kind() != Caller.Kind.PERSON || address.kind() != LogKind.MESSAGES) {
      return;
    }
    String person = EmailAddress.canonical(caller.email().orElseThrow());
    long wait = rates.tryPass(new Talker(person, address.chat()));
    if (wait > 0) {
      throw Refusal.retryAfter(
              Refusal.Code.TOO_FAST, "too many messages a second in this chat", wait)
          .at(Limit.SEND_RATE);
    }
  }
}
