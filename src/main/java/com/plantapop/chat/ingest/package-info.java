/**
 * The way in: validate, complete, bind, dedupe, number, append, publish. {@link
 * com.plantapop.chat.ingest.Ingest} is the door; behind it, one {@link
 * com.plantapop.chat.ingest.IngestShard} per event loop owns the chats that hash to it, so that
 * their state needs no locks. Nodes that write to one chat at the same time race for its numbers,
 * which the store decides; {@link com.plantapop.chat.ingest.Contention} sees to it that each gets
 * its turn.
 */
package com.plantapop.chat.ingest;
