package com.plantapop.chat.checker;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param seed of everything that is left to chance
 * @param faults of all rounds together
 * @param events accepted, of all rounds together
 * @param nodes at least 2
 * @param clients sockets
 * @param seconds that a round's load should take; it takes longer where the service is slower
 * @param rounds each with a fresh cluster on a fresh database
 */
record Options(long seed, int faults, int events, int nodes, int clients, int seconds, int rounds) {
  static final String USAGE =
      """
      usage: Checker [--seed N] [--faults N] [--events N] [--nodes N] [--clients N]
                     [--seconds N] [--rounds N]""";

  /** mongo-java-server scans, so that more events in one database would measure nothing else. */
  private static final int EVENTS_PER_ROUND = 8_000;

  private static final int SECONDS_PER_FAULT = 7;
  private static final Set<String> NAMES =
      Set.of("--seed", "--faults", "--events", "--nodes", "--clients", "--seconds", "--rounds");

  Options {
    if (nodes < 2 || clients < nodes || faults < 0 || events < 1 || rounds < 1 || seconds < 1) {
      throw new IllegalArgumentException("needs 2 nodes, a client for each, and an event");
    }
  }

  static Options parse(String... args) {
    Map<String, Long> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!NAMES.contains(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException("not understood: " + args[i]);
      }
      given.put(args[i], Long.parseLong(args[i + 1]));
    }
    int faults = number(given, "--faults", 20);
    int events = number(given, "--events", 10_000);
    int rounds = number(given, "--rounds", (events + EVENTS_PER_ROUND - 1) / EVENTS_PER_ROUND);
    int seconds = Math.max(10, SECONDS_PER_FAULT * faults / rounds);
    return new Options(
        given.getOrDefault("--seed", (long) new Random().nextInt(Integer.MAX_VALUE)),
        faults,
        events,
        number(given, "--nodes", 3),
        number(given, "--clients", 240),
        number(given, "--seconds", seconds),
        rounds);
  }

  private static int number(Map<String, Long> given, String name, int absent) {
    return Math.toIntExact(given.getOrDefault(name, (long) absent));
  }

  /** The part of a round in a number that belongs to all. */
  Options round(int index) {
    return new Options(
        index == 0 ? seed : Seeds.mix(seed + index),
        share(faults, index),
        share(events, index),
        nodes,
        clients,
        seconds,
        1);
  }

  private int share(int whole, int index) {
    return whole / rounds + (index < whole % rounds ? 1 : 0);
  }

  /** As a command that repeats it. */
  @Override
  public String toString() {
    return "--seed %d --faults %d --events %d --nodes %d --clients %d --seconds %d --rounds %d"
        .formatted(seed, faults, events, nodes, clients, seconds, rounds);
  }
}
