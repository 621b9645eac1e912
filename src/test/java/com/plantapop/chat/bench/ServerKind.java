package com.plantapop.chat.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The servers that are compared. All but Centrifugo serve SockJS's WebSocket transport at {@code
 * /eventbus}.
 */
enum ServerKind {
  /** The executable jar, as an operator would start it. */
  OURS("ours", null),
  /** The same, whose clients have tokens. */
  JWT("ours, jwt", null),
  /** The same without metrics. */
  UNCOUNTED("ours, uncounted", null),
  /** The first of the jars that are named, as it was at another time. */
  OTHER("other jar", null),
  /** Vert.x's own {@code SockJSHandler.bridge}. */
  STOCK("stock bridge", StockBridge.class),
  /** Another messaging server, set up to be fast; the only one that is no JVM. */
  CENTRIFUGO("Centrifugo", null),
  /** The floor: what the sockets alone cost. */
  NETTY("bare Netty", BareNetty.class);

  private final String title;
  private final Class<?> main;

  ServerKind(String title, Class<?> main) {
    this.title = title;
    this.main = main;
  }

  String title() {
    return title;
  }

  Identity identity() {
    return this == JWT ? Identity.JWT : Identity.OPEN;
  }

  FanOutProtocol protocol() {
    return this == CENTRIFUGO ? FanOutProtocol.CENTRIFUGO : FanOutProtocol.EVENT_BUS;
  }

  /**
   * What follows the JVM's flags.
   *
   * @param jar of our server
   */
  List<String> program(String jar) {
    return main == null
        ? List.of("-jar", jar)
        : List.of("-cp", ClassPath.ofThisProcess().all(), main.getName());
  }

  static ServerKind named(String name) {
    return Stream.of(values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown server " + name));
  }
}
