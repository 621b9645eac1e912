package com.plantapop.chat.attack;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Every way in, and how a token is brought there. */
enum Door {
  RAW_URL((stage, attempt) -> SocketDriver.raw(stage, attempt, TokenIn.URL)),
  RAW_HEADER((stage, attempt) -> SocketDriver.raw(stage, attempt, TokenIn.HEADER)),
  RAW_FRAME((stage, attempt) -> SocketDriver.raw(stage, attempt, TokenIn.FRAME)),
  RAW_LIVE(SocketDriver::live),
  SOCKJS_URL((stage, attempt) -> SocketDriver.sockJs(stage, attempt, TokenIn.URL)),
  SOCKJS_FRAME((stage, attempt) -> SocketDriver.sockJs(stage, attempt, TokenIn.FRAME)),
  XHR((stage, attempt) -> FallbackDriver.XHR.attempt(stage, attempt)),
  XHR_STREAMING((stage, attempt) -> FallbackDriver.XHR_STREAMING.attempt(stage, attempt)),
  EVENTSOURCE((stage, attempt) -> FallbackDriver.EVENTSOURCE.attempt(stage, attempt)),
  HTMLFILE((stage, attempt) -> FallbackDriver.HTMLFILE.attempt(stage, attempt)),
  JSONP((stage, attempt) -> FallbackDriver.JSONP.attempt(stage, attempt)),
  REST_HEADER((stage, attempt) -> RestDriver.attempt(stage, attempt, TokenIn.HEADER)),
  REST_URL((stage, attempt) -> RestDriver.attempt(stage, attempt, TokenIn.URL)),
  BUS(BusDriver::attempt);

  static final Set<Door> ALL = EnumSet.allOf(Door.class);

  /** Where a browser, a web site or a service comes in with a token that is good. */
  static final Set<Door> USUAL =
      EnumSet.of(RAW_URL, RAW_FRAME, SOCKJS_URL, XHR, JSONP, REST_HEADER, BUS);

  /** The same without those that know no frames. */
  static final Set<Door> BRIDGE = EnumSet.of(RAW_URL, SOCKJS_URL, XHR_STREAMING, HTMLFILE);

  /** Returns the code of the refusal, 200 when there is none. */
  private interface Driver {
    int attempt(Stage stage, Attempt attempt) throws Exception;
  }

  /** Longest line of a request, and all of its head, in bytes; those of Vert.x. */
  private static final int MAX_LINE = 4_096;

  private static final int MAX_HEAD = 8_192;

  @SuppressWarnings("ImmutableEnumChecker") // it keeps nothing
  private final Driver driver;

  Door(Driver driver) {
    this.driver = driver;
  }

  /** The code that the attempt is answered with at each of those doors which know its verb. */
  static Map<Door, Integer> codes(Stage stage, Attempt attempt, Set<Door> doors) throws Exception {
    Map<Door, Integer> codes = new EnumMap<>(Door.class);
    for (Door door : doors) {
      if (door.knows(attempt.verb())) {
        codes.put(door, door.driver.attempt(stage, attempt));
      }
    }
    return codes;
  }

  /** The same code at all of those doors, but where HTTP itself finds the token too long. */
  static Map<Door, Integer> all(int code, Attempt attempt, Set<Door> doors) {
    Map<Door, Integer> codes = new EnumMap<>(Door.class);
    for (Door door : doors) {
      if (door.knows(attempt.verb())) {
        codes.put(door, attempt.token() == null ? code : door.expected(code, attempt.token()));
      }
    }
    return codes;
  }

  /** The code at one door. */
  int code(Stage stage, Attempt attempt) throws Exception {
    return driver.attempt(stage, attempt);
  }

  private int expected(int code, String token) {
    boolean inHeader = this == RAW_HEADER || this == REST_HEADER;
    boolean inLine = !inHeader && this != RAW_FRAME && this != RAW_LIVE && this != SOCKJS_FRAME;
    if (inHeader && token.length() > MAX_HEAD) {
      return 431;
    }
    return inLine && this != BUS && token.length() > MAX_LINE ? 414 : code;
  }

  private boolean knows(Attempt.Verb verb) {
    return switch (this) {
      case REST_HEADER, REST_URL, BUS -> verb == Attempt.Verb.SEND || verb == Attempt.Verb.HISTORY;
      default -> true;
    };
  }
}
