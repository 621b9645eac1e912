/**
 * The port of the store ({@link com.plantapop.chat.store.EventStore}) with its guarantees. The
 * implementations lie in the packages below and are known to the composition root only.
 */
package com.plantapop.chat.store;
