/**
 * For services in the cluster that have our jar: {@link com.plantapop.chat.client.ChatClient}
 * submits, reads history, and subscribes without gaps. Needs a clustered Vert.x and nothing of a
 * node; a service without the jar does the same by hand over {@link
 * com.plantapop.chat.event.BusAddresses} (design section 7).
 */
package com.plantapop.chat.client;
