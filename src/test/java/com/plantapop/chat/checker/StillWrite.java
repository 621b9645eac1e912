package com.plantapop.chat.checker;

/**
 * An event for a log that nobody else writes to: no later one brings it to light.
 *
 * @param seq the number that it will have
 */
record StillWrite(Op op, long seq) {}
