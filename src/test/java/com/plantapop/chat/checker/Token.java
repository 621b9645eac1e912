package com.plantapop.chat.checker;

/**
 * What somebody shows at the door.
 *
 * @param text of the JWT
 * @param madeMillis when, by the clock that its claims are told by
 */
record Token(Person person, String text, long madeMillis) {
  /** Whether it was revoked, or is being revoked. */
  boolean mayBeRevoked() {
    return person.mayBeRevoked(madeMillis);
  }
}
