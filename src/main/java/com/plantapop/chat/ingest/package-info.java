/**
 * The way in: validate, complete, bind, dedupe, number, append, publish. {@link
 * com.plantapop.chat.ingest.Ingest} is the door; behind it, one {@link
 * com.plantapop.chat.ingest.Lane} per event loop owns the chats that hash to it, so that their
 * state needs no locks. Where other nodes win a chat's races, {@link
 * com.plantapop.chat.ingest.HandOver} asks their {@link com.plantapop.chat.ingest.Reception}.
 */
package com.plantapop.chat.ingest;
