package com.plantapop.chat.event;

/** Where internal services ask on the event bus, beside the logs themselves (design section 7). */
public final class BusAddresses {
  /** Takes {@code {address, body}}, answers with the acknowledgement. */
  public static final String SUBMIT = "chat.submit";

  /** Header of both: for which person the service asks, by e-mail address. */
  public static final String ACTOR = "actor";

  /** Takes {@code {address, after|before, limit}}, answers {@code {events, head}}. */
  public static final String HISTORY = "chat.history";

  /** Every accepted event is published here for who listens, with its address in the headers. */
  public static final String ACCEPTED = "chat.accepted";

  /** Where nodes tell each other who is there; none of a service's business. */
  public static final String EVENTS = "chat.events";

  private BusAddresses() {}
}
