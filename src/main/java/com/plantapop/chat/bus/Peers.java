package com.plantapop.chat.bus;

import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.metrics.BusMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes. Each says hello to all about every second, and hears at an address of its own
 * what they have appended.
 *
 * <p>A loss is noticed by counting: a hole in the numbers of a sender's frames, a hello that tells
 * of frames that have not come, a frame that cannot be read, silence, and whoever is heard for the
 * first time or again. Each means to look at all topics, since a frame may have held any.
 *
 * <p>All that comes in is received and checked on one of the node's loops; {@link #send} is called
 * on any.
 */
public final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final long HELLO_MS = 1_000;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Vertx vertx;
  private final String secret;
  private final UUID self = UUID.randomUUID();
  private final AtomicLongArray sent;
  private final BusMetrics metrics;
  private final Map<UUID, Peer> peers = new ConcurrentHashMap<>();
  private FrameDigest digest;
  private long lastUnreadable = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
  private volatile EventListener listener;
  private HandOver handOver;

  /**
   * @param secret of the store, which proves that nodes share it
   * @param loops how many event loops append
   */
  public Peers(Vertx vertx, String secret, int loops, BusMetrics metrics) {
    this.vertx = vertx;
    this.secret = secret;
    this.sent = new AtomicLongArray(loops);
    this.metrics = metrics;
  }

  /**
   * Begins to listen, and tells the others to speak. Completes when this node knows that it is
   * heard; what the others append before they have heard its hello is found as a loss.
   *
   * @param heard what is stored here and elsewhere
   * @param contexts the event loops between which the chats are divided
   */
  public Future<Void> start(EventListener heard, List<Context> contexts) {
    listener = heard;
    handOver = new HandOver(heard, contexts);
    if (!isClustered()) {
      return Future.succeededFuture();
    }
    Promise<Void> started = Promise.promise();
    contexts.get(HandOver.RECEIVING_LOOP).runOnContext(turn -> listen().onComplete(started));
    return started.future();
  }

  private Future<Void> listen() {
    digest = newDigest();
    MessageConsumer<Object> frames = vertx.eventBus().consumer(address(self), this::receive);
    MessageConsumer<Object> hellos = vertx.eventBus().consumer(BusAddresses.EVENTS, this::receive);
    return Future.all(frames.completion(), hellos.completion()).map(this::greet);
  }

  private Void greet(Object listening) {
    sayHello();
    vertx.setPeriodic(HELLO_MS, timer -> keepInTouch());
    return null;
  }

  private void keepInTouch() {
    sayHello();
    if (peers.values().removeIf(Peers::isSilent)) {
      listener.lossSuspected();
    }
  }

  private static boolean isSilent(Peer peer) {
    boolean silent = System.nanoTime() - peer.lastHeard() > SILENCE_NANOS;
    if (silent) {
      LOG.info("node {} is silent", peer.id());
    }
    return silent;
  }

  private void sayHello() {
    byte[] introduction = Hello.introduction(self).encode(digest);
    vertx.eventBus().publish(BusAddresses.EVENTS, Buffer.buffer(introduction));
    // Once a period, on the way of the frames: what it tells of must have come by the next one.
    byte[] hello = Hello.of(self, sent).encode(digest);
    peers.values().forEach(peer -> peer.send(hello));
  }

  FrameDigest newDigest() {
    return new FrameDigest(secret);
  }

  UUID self() {
    return self;
  }

  EventListener listener() {
    return listener;
  }

  BusMetrics metrics() {
    return metrics;
  }

  /** Other nodes that are heard; any thread. */
  public int heard() {
    return peers.size();
  }

  /** Of frames that are on their way to them; any thread. */
  public long unwrittenBytes() {
    return peers.values().stream().mapToLong(Peer::unwritten).sum();
  }

  boolean isClustered() {
    return vertx.isClustered();
  }

  private static String address(UUID node) {
    return BusAddresses.EVENTS + "." + node;
  }

  /**
   * To all, each as much as it takes. Called on the loop of the frame.
   *
   * @param sealing the loop's own
   */
  void send(EventFrame frame, FrameDigest sealing) {
    sent.set(frame.loop(), frame.number());
    if (peers.isEmpty()) {
      return;
    }
    byte[] whole = frame.encode(sealing);
    byte[] numbers = null;
    for (Peer peer : peers.values()) {
      if (peer.takes(whole.length)) {
        peer.send(whole);
        metrics.sent(whole.length);
      } else {
        numbers = numbers == null ? frame.numbersOnly().encode(sealing) : numbers;
        peer.send(numbers);
        metrics.sent(numbers.length);
        metrics.sentNumbersOnly();
      }
    }
  }

  private void receive(Message<Object> message) {
    Buffer body = message.body() instanceof Buffer buffer ? buffer : Buffer.buffer();
    short head = body.length() < Short.BYTES ? 0 : body.getShort(0);
    switch (head) {
      case EventFrame.HEAD -> EventFrame.decode(body.getBytes(), digest).ifPresent(this::take);
      case Hello.HEAD -> Hello.decode(body.getBytes(), digest).ifPresent(this::take);
      default -> unreadable();
    }
  }

  /** A node of another version may say what we cannot read: what it is stands in the store. */
  private void unreadable() {
    if (System.nanoTime() - lastUnreadable > TimeUnit.SECONDS.toNanos(1)) {
      // Anybody can send nonsense: it must not keep the store busy.
      lastUnreadable = System.nanoTime();
      listener.lossSuspected();
    }
  }

  private void take(Hello hello) {
    // Our own comes back from the address of all.
    if (!hello.sender().equals(self) && !peer(hello.sender()).isComplete(hello)) {
      metrics.hole();
      listener.lossSuspected();
    }
  }

  private void take(EventFrame frame) {
    if (frame.sender().equals(self)) {
      // Somebody has sent us our own again.
      return;
    }
    metrics.received();
    if (!peer(frame.sender()).follows(frame)) {
      metrics.hole();
      listener.lossSuspected();
    }
    handOver.take(frame.items());
  }

  /** One that is new is greeted at once, so that it speaks to us as soon as we to it. */
  private Peer peer(UUID id) {
    Peer peer = peers.get(id);
    if (peer == null) {
      LOG.info("node {} is heard", id);
      peer = new Peer(id, vertx.eventBus().sender(address(id)));
      peers.put(id, peer);
      listener.lossSuspected();
      peer.send(Hello.introduction(self).encode(digest));
    }
    peer.heard();
    return peer;
  }
}
