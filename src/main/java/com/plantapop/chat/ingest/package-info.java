/**
 * The way in: validate, complete, bind, dedupe, number, append, publish. {@link
 * com.plantapop.chat.ingest.Ingest} is the door; behind it, one {@link
 * com.plantapop.chat.ingest.Lane} per event loop owns the chats that hash to it, so that their
 * state needs no locks.
 */
package com.plantapop.chat.ingest;
