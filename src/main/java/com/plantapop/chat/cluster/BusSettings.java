package com.plantapop.chat.cluster;

import com.plantapop.chat.config.ClusterConfig;
import io.vertx.core.eventbus.EventBusOptions;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/**
 * Builds the options of the event bus. What waits for a node that is not connected has no bound in
 * Vert.x, so the bus gives up soon: a lost message is read from the store, a full heap is the end.
 */
final class BusSettings {
  /** A node in the same network answers within milliseconds; Vert.x would wait a minute. */
  private static final int CONNECT_TIMEOUT_MS = 2_000;

  /** Bridges a moment, such as a node that accepts slowly; the next message tries anew anyway. */
  private static final int RECONNECTS = 2;

  private static final long RECONNECT_PAUSE_MS = 250;

  /** With the wait for the answer: 10 s until a connection that died in silence is replaced. */
  private static final long PING_MS = 5_000;

  private BusSettings() {}

  /** Throws {@link ClusterStartException} when the files of TLS do not permit a start. */
  static EventBusOptions of(ClusterConfig config, InetAddress host) {
    EventBusOptions options =
        new EventBusOptions()
            .setClusterNodeMetadata(ChatClusterManager.metadata())
            .setHost(host.getHostAddress())
            .setPort(config.busPort())
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setReconnectAttempts(RECONNECTS)
            .setReconnectInterval(RECONNECT_PAUSE_MS)
            .setClusterPingInterval(PING_MS)
            .setClusterPingReplyInterval(PING_MS)
            .setTcpKeepAlive(true)
            .setSslHandshakeTimeout(CONNECT_TIMEOUT_MS)
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            // The default trusts whoever answers.
            .setTrustAll(false);
    return config.isBusTls() ? BusTls.encrypt(options, config) : options;
  }
}
