package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Payload;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What a submission says, as far as numbering and appending must know. */
interface Content {

  /** The {@code chatId} that it names. */
  Optional<UUID> chatId();

  /** What is to be stored. */
  Payload complete(UUID chatId, Instant now);

  /** Whether {@code stored}, which has the same key, is this very event. */
  boolean isSameAs(Payload stored);
}
