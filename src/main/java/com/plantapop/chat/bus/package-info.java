/**
 * What nodes tell each other of stored events (design section 5b), at a cost per node and never per
 * chat: a {@link com.plantapop.chat.bus.Publisher} per event loop sends what the loop has appended
 * in one turn as one {@link com.plantapop.chat.bus.EventFrame} to each of the {@link
 * com.plantapop.chat.bus.Peers}, and to services that listen on the addresses of the contract.
 *
 * <p>Delivery is at most once. Who listens is told when something may be lost, and finds it in the
 * store.
 */
package com.plantapop.chat.bus;
