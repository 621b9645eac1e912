package com.plantapop.chat.cluster;

import com.plantapop.chat.bus.Services;
import io.vertx.core.Future;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Follows the registrations of the bus, as the cluster tells of them, for those of services on the
 * addresses of the contract. A node is told by a mark in the cluster's list of nodes; whoever has
 * none is a service, and so is another verticle of this JVM.
 */
final class ServiceIndex implements Services, RegistrationListener {
  private static final Pattern CONTRACT = Pattern.compile("chat\\.([0-9a-f]{24}(\\..*)?|accepted)");

  private final Function<String, Future<Boolean>> isNode;
  private final RegistrationListener bus;

  /** Addresses with a consumer on another machine that is no node. */
  private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();

  /** The last look at an address that is under way. */
  private final Map<String, Long> latest = new ConcurrentHashMap<>();

  private final AtomicLong turns = new AtomicLong();

  /** Consumers in this JVM by address, without the node's own. */
  private final Map<String, Integer> here = new ConcurrentHashMap<>();

  /**
   * @param isNode whether a member of the cluster is a node of ours, by its id
   * @param bus is told what it would be told without us
   */
  ServiceIndex(Function<String, Future<Boolean>> isNode, RegistrationListener bus) {
    this.isNode = isNode;
    this.bus = bus;
  }

  @Override
  public boolean listenOn(String address) {
    return (!elsewhere.isEmpty() && elsewhere.contains(address))
        || (!here.isEmpty() && here.getOrDefault(address, 0) > 0);
  }

  @Override
  public void ownConsumerBegins(String address) {
    count(address, -1);
  }

  @Override
  public void ownConsumerEnded(String address) {
    count(address, 1);
  }

  /** A consumer was registered in this JVM, or is no more. */
  void count(String address, int change) {
    if (concerns(address)) {
      here.merge(address, change, ServiceIndex::sumOrNothing);
    }
  }

  /** Whether events are published there for services. */
  static boolean concerns(String address) {
    return CONTRACT.matcher(address).matches();
  }

  private static Integer sumOrNothing(int before, int change) {
    return before + change == 0 ? null : Integer.valueOf(before + change);
  }

  @Override
  public boolean wantsUpdatesFor(String address) {
    return concerns(address) || bus.wantsUpdatesFor(address);
  }

  @Override
  public void registrationsUpdated(RegistrationUpdateEvent event) {
    if (concerns(event.address())) {
      look(event.address(), event.registrations());
    }
    if (bus.wantsUpdatesFor(event.address())) {
      bus.registrationsUpdated(event);
    }
  }

  @Override
  public void registrationsLost() {
    bus.registrationsLost();
  }

  /** Where services elsewhere are believed to listen. */
  Set<String> believed() {
    return Set.copyOf(elsewhere);
  }

  /** Takes over who is registered at an address now. */
  Future<Void> look(String address, List<RegistrationInfo> registrations) {
    long turn = turns.incrementAndGet();
    latest.put(address, turn);
    List<Future<Boolean>> nodes =
        registrations.stream().map(RegistrationInfo::nodeId).distinct().map(isNode).toList();
    // Whoever cannot be told is taken for a service: a message too many does no harm.
    return Future.join(nodes)
        .transform(
            looked -> remember(address, nodes.stream().allMatch(ServiceIndex::isTrue), turn));
  }

  private static boolean isTrue(Future<Boolean> isNode) {
    return isNode.succeeded() && isNode.result();
  }

  /** An answer that a later one has overtaken is old. */
  private Future<Void> remember(String address, boolean onlyNodes, long turn) {
    if (!latest.remove(address, turn)) {
      return Future.succeededFuture();
    }
    if (onlyNodes) {
      elsewhere.remove(address);
    } else {
      elsewhere.add(address);
    }
    return Future.succeededFuture();
  }
}
