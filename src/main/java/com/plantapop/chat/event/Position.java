package com.plantapop.chat.event;

/** A place in a log, whether there is an event or not. */
public record Position(Address address, long seq) {}
