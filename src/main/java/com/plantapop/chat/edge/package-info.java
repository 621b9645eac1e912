/**
 * The edge: speaks the event-bus bridge protocol of vertx-eventbus.js (design sections 4 and 10)
 * over SockJS and raw WebSockets, serves the page, the contract and health. It authenticates,
 * bounds and decodes; it decides nothing about chats.
 *
 * <p>A frame is read by {@link com.plantapop.chat.edge.FrameReader}, put in its socket's order by
 * {@link com.plantapop.chat.edge.BridgeSession} and served by its {@link
 * com.plantapop.chat.edge.FrameHandlers}. What leaves goes through a {@link
 * com.plantapop.chat.edge.Link}.
 */
package com.plantapop.chat.edge;
