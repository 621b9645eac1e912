/**
 * The REST door. {@code schemas/openapi.yaml} says which requests there are; {@link
 * com.plantapop.chat.edge.rest.RestRoutes} gives each to the method that serves it, and an {@code
 * Exchange} sees that each has its one answer in time. What a request asks for is decided behind
 * the doors, as for the bridge.
 */
package com.plantapop.chat.edge.rest;
