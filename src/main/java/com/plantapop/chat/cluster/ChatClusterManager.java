package com.plantapop.chat.cluster;

import com.hazelcast.config.Config;
import com.plantapop.chat.bus.Services;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every setting from us, can leave what it never joined, and knows which registrations are
 * those of services.
 */
final class ChatClusterManager extends HazelcastClusterManager {
  /** In the metadata of a member of the cluster: it is a node of this product. */
  private static final String MARK = "plantapop-chat";

  /** As vertx-hazelcast names it. */
  private static final String REGISTRATIONS = "__vertx.subs";

  private static final Logger LOG = LoggerFactory.getLogger(ChatClusterManager.class);

  private final Map<String, Boolean> nodes = new ConcurrentHashMap<>();
  private Vertx vertx;
  private ServiceIndex services;

  /** Given a configuration, the superclass does not go looking for one of its own. */
  ChatClusterManager(Config config) {
    super(config);
  }

  /** What a node says of itself in the cluster. */
  static JsonObject metadata() {
    return new JsonObject().put(MARK, true);
  }

  boolean hasJoined() {
    return getHazelcastInstance() != null;
  }

  /** Valid once joined. */
  Services services() {
    return services;
  }

  @Override
  public void init(Vertx vertx) {
    this.vertx = vertx;
    super.init(vertx);
  }

  @Override
  public void registrationListener(RegistrationListener bus) {
    services = new ServiceIndex(this::isNode, bus);
    super.registrationListener(services);
  }

  private Future<Boolean> isNode(String id) {
    Boolean known = id.equals(getNodeId()) ? Boolean.TRUE : nodes.get(id);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    Promise<NodeInfo> info = Promise.promise();
    getNodeInfo(id, info);
    return info.future().map(ChatClusterManager::isMarked).onSuccess(is -> nodes.put(id, is));
  }

  private static boolean isMarked(NodeInfo info) {
    return info.metadata() != null && info.metadata().getBoolean(MARK, false);
  }

  /**
   * Looks at who listens on the addresses of the contract, as they are: services may have been
   * there before us, and what is told of later changes may be lost with a member.
   */
  Future<Void> lookForServices() {
    return vertx
        .executeBlocking(this::addresses)
        .compose(this::lookAt)
        .onFailure(cause -> LOG.warn("cannot look for services: {}", cause.getMessage()))
        .otherwiseEmpty();
  }

  private Set<String> addresses() {
    return getHazelcastInstance().<String, Object>getMultiMap(REGISTRATIONS).keySet();
  }

  /** Also where services are believed to be: that they went may not have been told either. */
  private Future<Void> lookAt(Collection<String> addresses) {
    Set<String> all = new HashSet<>(services.believed());
    addresses.stream().filter(ServiceIndex::concerns).forEach(all::add);
    return Future.join(all.stream().map(this::lookAt).toList()).mapEmpty();
  }

  private Future<Void> lookAt(String address) {
    Promise<List<RegistrationInfo>> registrations = Promise.promise();
    getRegistrations(address, registrations);
    return registrations.future().compose(found -> services.look(address, found));
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    services.count(address, 1);
    super.addRegistration(address, registration, promise);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    services.count(address, -1);
    super.removeRegistration(address, registration, promise);
  }

  /** After a join that failed, the superclass would fail here too and hide why. */
  @Override
  public void leave(Completable<Void> promise) {
    if (hasJoined()) {
      super.leave(promise);
    } else {
      promise.succeed();
    }
  }
}
