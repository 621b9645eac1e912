package com.plantapop.chat.store;

import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Metadata;
import java.time.Instant;

/** An event without its payload; see {@link com.plantapop.chat.event.Event}. */
public record EventMeta(long seq, EventKey key, Instant acceptedAt, Metadata metadata) {}
