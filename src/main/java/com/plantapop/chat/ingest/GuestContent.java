package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Payload;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What another node handed over, where it was completed and held against the bound chatId. */
record GuestContent(Payload payload) implements Content {

  @Override
  public Optional<UUID> chatId() {
    return Optional.empty();
  }

  @Override
  public Payload complete(UUID chatId, Instant now) {
    return payload;
  }

  @Override
  public boolean isSameAs(Payload stored) {
    return payload.equals(stored);
  }
}
