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
 *   <li>{@code contract}: schemas, formats and JSON limits
 *   <li>{@code store}: the port; {@code store.rocksdb} behind it
 *   <li>{@code cluster}: how nodes find each other and share one event bus
 *   <li>{@code event}: the values and the error table
 *   <li>{@code config}: settings as records that validate themselves
 * </ul>
 *
 * <p>Imports run from a room to those after it, as ArchitectureTest holds. {@code ChatNode} wires
 * everything; {@code Main} is the command.
 */
package com.plantapop.chat;
