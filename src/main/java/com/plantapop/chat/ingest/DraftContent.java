package com.plantapop.chat.ingest;

import com.plantapop.chat.contract.Draft;
import com.plantapop.chat.event.Payload;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a client of this node said.
 *
 * @param id completes it where the client gave none
 */
record DraftContent(Draft draft, UUID id) implements Content {

  @Override
  public Optional<UUID> chatId() {
    return draft.chatId();
  }

  @Override
  public Payload complete(UUID chatId, Instant now) {
    return draft.complete(id, chatId, Optional.empty(), now);
  }

  @Override
  public boolean isSameAs(Payload stored) {
    return draft.isSameAs(stored);
  }
}
