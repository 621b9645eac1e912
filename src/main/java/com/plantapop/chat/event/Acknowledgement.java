package com.plantapop.chat.event;

import java.time.Instant;
import java.util.Optional;

/**
 * Says that an event is durable (G2).
 *
 * @param seq its number in the log
 * @param acceptedAt when it was first accepted
 * @param id the message's id; empty for a receipt
 * @param duplicate whether it had been accepted before, so that this is its first acknowledgement
 *     again (G3)
 */
public record Acknowledgement(
    long seq, Instant acceptedAt, Optional<String> id, boolean duplicate) {}
