/**
 * Nodes find each other and share one event bus: Hazelcast, its safety settings, the bus and its
 * mutual TLS. May import {@code bus} and {@code config}, and is known to the root only.
 *
 * <p>Nothing here is needed for correctness: the store numbers events, and a hub fills from it what
 * the bus lost. A cluster that falls apart delivers later, never wrongly.
 */
package com.plantapop.chat.cluster;
