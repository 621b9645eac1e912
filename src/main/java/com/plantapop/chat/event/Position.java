package com.plantapop.chat.event;

/**
 * A number in a log, whether there is an event or not.
 *
 * @param seq any number; events have those from 1 on
 */
public record Position(Address address, long seq) {}
