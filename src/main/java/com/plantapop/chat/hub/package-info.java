/**
 * The way out: a subscription is a cursor on a log (design section 1). A {@link
 * com.plantapop.chat.hub.Topic} per address and node turns what the bus brings into the log's order
 * and fills gaps from the store; a {@link com.plantapop.chat.hub.LoopHub} per event loop hands it
 * to the sockets of that loop; a {@link com.plantapop.chat.hub.ReaderSession} per socket feeds from
 * the log whoever is behind.
 */
package com.plantapop.chat.hub;
