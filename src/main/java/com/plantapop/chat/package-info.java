/**
 * PlantaPop Chat: every address is a log.
 *
 * <p>An event goes one way, and each room of the house is entered once:
 *
 * <pre>
 *   frame -&gt; edge -&gt; ingest -&gt; store -&gt; event bus -&gt; hub -&gt; frame
 * </pre>
 *
 * <ul>
 *   <li>{@code edge}: bridge protocol of vertx-eventbus.js over SockJS, the page, health
 *   <li>{@code hub}: subscriptions as cursors on logs; encode once, slow readers, gaps
 *   <li>{@code ingest}: validate, complete, bind, dedupe, number, append, publish
 *   <li>{@code access}: who may do what: tokens, callers, members of chats, revocations
 *   <li>{@code contract}: schemas, formats and JSON limits
 *   <li>{@code store}: the port; {@code store.rocksdb} and {@code store.mongo} behind it
 *   <li>{@code cluster}: how nodes find each other and share one event bus
 *   <li>{@code bus}: what nodes tell each other of stored events, and services that listen
 *   <li>{@code client}: for services, what resumes and misses nothing
 *   <li>{@code management}: the operators' port: metrics, health, levels of the log
 *   <li>{@code metrics}: what a node counts; every room is given the holder of its meters
 *   <li>{@code event}: the values and the error table
 *   <li>{@code config}: settings as records that validate themselves
 * </ul>
 *
 * <p>Words: a <b>log</b> is what an address keeps, numbered by <b>seq</b> from 1; its <b>head</b>
 * the last number. A <b>run</b> is consecutive new events of one log on their way into the store,
 * in an <b>append</b>. The <b>control log</b> notes what ends rights. A <b>topic</b> is a log that
 * has readers on this node, a <b>subscription</b> the cursor of one reader on it. A <b>shard</b> is
 * what one event loop is responsible for, by hash of the chat. The <b>budget</b> is the memory that
 * clients may take together. A node <b>drains</b> before it stops.
 *
 * <p>Imports run from a room to those after it, as ArchitectureTest holds. {@code ChatNode} wires
 * everything; {@code Main} is the command.
 */
package com.plantapop.chat;
