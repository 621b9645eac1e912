package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.hazelcast.client.impl.clientside.HazelcastClientProxy;
import com.hazelcast.client.impl.protocol.ClientMessage;
import com.hazelcast.client.impl.protocol.codec.MCGetThreadDumpCodec;
import com.hazelcast.client.impl.protocol.codec.MCRunConsoleCommandCodec;
import com.hazelcast.client.impl.protocol.codec.MCRunScriptCodec;
import com.hazelcast.client.impl.protocol.codec.MCShutdownMemberCodec;
import com.hazelcast.client.impl.spi.impl.ClientInvocation;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.impl.exception.JetDisabledException;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.test.TestSources;
import com.hazelcast.map.IMap;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Loopback;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a running node does not do, although its file asks for it. That each test would notice shows
 * a twin, which Hazelcast starts on the same file without us.
 */
class SafetyTest {
  private static final String HOST = "127.77.0.1";
  private static final String ELSEWHERE = "127.0.0.2";

  @TempDir private static Path directory;
  private static final Set<String> CALLERS = ConcurrentHashMap.newKeySet();
  private static final List<URI> CALLED = new CopyOnWriteArrayList<>();
  private static ProxySelector proxies;
  private static ServerSocket neighbour;
  private static UnsafeFile file;
  private static HazelcastInstance ours;
  private static HazelcastInstance twin;

  @BeforeAll
  static void start() throws Exception {
    proxies = ProxySelector.getDefault();
    ProxySelector.setDefault(new NoWayOut());
    neighbour = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    new Thread(SafetyTest::noteCallers, "neighbour").start();
    file = new UnsafeFile(directory);
    ours = file.node("safe", HOST, neighbour.getLocalPort());
    twin = file.twin();
  }

  @AfterAll
  static void stop() throws Exception {
    file.close();
    neighbour.close();
    ProxySelector.setDefault(proxies);
  }

  /** Whoever calls the world outside is noted and gets nowhere. */
  private static final class NoWayOut extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      if (uri.getScheme().equals("socket")) {
        return List.of(Proxy.NO_PROXY);
      }
      CALLED.add(uri);
      return List.of(
          new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  private static void noteCallers() {
    while (!neighbour.isClosed()) {
      try (Socket caller = neighbour.accept()) {
        CALLERS.add(caller.getInetAddress().getHostAddress());
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static int port(HazelcastInstance node) {
    return node.getCluster().getLocalMember().getAddress().getPort();
  }

  @Test
  void listensOnItsOwnAddressOnly() {
    assertThat(Loopback.isListening(HOST + ":" + port(ours))).isTrue();
    assertThat(ours.getCluster().getLocalMember().getAddress().getHost()).isEqualTo(HOST);

    assertThat(Loopback.isListening(ELSEWHERE + ":" + port(ours))).isFalse();
    assertThat(Loopback.isListening(ELSEWHERE + ":" + port(twin))).isTrue();
  }

  @Test
  void speaksToOthersFromItsOwnAddress() {
    assertThat(CALLERS).containsExactly(HOST);
  }

  @Test
  void answersNeitherRestNorMemcache() throws Exception {
    String rest = "GET /hazelcast/health HTTP/1.1\r\nHost: x\r\n\r\n";
    assertThat(answer(twin, rest)).startsWith("HTTP/1.1 200");
    assertThat(answer(ours, rest)).isEmpty();

    assertThat(answer(twin, "version\r\n")).startsWith("VERSION");
    assertThat(answer(ours, "version\r\n")).isEmpty();
  }

  /** The beginning of what a node says to a stranger before it hangs up. */
  private static String answer(HazelcastInstance node, String question) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HOST, port(node)), 5_000);
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  /** An attacker's class, of which the attacker's code runs when it is read. */
  private static final class Foreign implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicInteger RUN = new AtomicInteger();

    private void readObject(ObjectInputStream in) {
      RUN.incrementAndGet();
    }
  }

  @Test
  void readsNoForeignClass() {
    assertThat(mapOf(twin).get("foreign")).isInstanceOf(Foreign.class);
    int run = Foreign.RUN.get();
    assertThat(run).isPositive();

    IMap<String, Object> map = mapOf(ours);
    assertThatThrownBy(() -> map.get("foreign")).hasMessageContaining("not allowed");
    assertThat(Foreign.RUN).hasValue(run);
  }

  private static IMap<String, Object> mapOf(HazelcastInstance node) {
    file.client(node).getMap("any").put("foreign", new Foreign());
    return node.getMap("any");
  }

  @Test
  void runsNobodysCode() {
    assertThat(refusal(twin, MCRunScriptCodec.encodeRequest("none", "1")))
        .hasMessageContaining("Could not find ScriptEngine");
    assertThat(refusal(ours, MCRunScriptCodec.encodeRequest("none", "1")))
        .hasMessageContaining("is not allowed");

    assertThat(refusal(twin, MCRunConsoleCommandCodec.encodeRequest("any", "help"))).isNull();
    assertThat(refusal(ours, MCRunConsoleCommandCodec.encodeRequest("any", "help")))
        .hasMessageContaining("is not allowed");

    Pipeline pipeline = Pipeline.create();
    pipeline.readFrom(TestSources.items(1)).writeTo(Sinks.noop());
    file.client(twin).getJet().newJob(pipeline).join();
    assertThatThrownBy(() -> file.client(ours).getJet().newJob(pipeline))
        .isInstanceOf(JetDisabledException.class);
  }

  /** Whoever reaches the port may speak as that tool does; it could even end a node. */
  @Test
  void isManagedByNobody() {
    assertThat(refusal(twin, MCGetThreadDumpCodec.encodeRequest(false))).isNull();
    assertThat(refusal(ours, MCGetThreadDumpCodec.encodeRequest(false))).isNotNull();
    assertThat(refusal(ours, MCShutdownMemberCodec.encodeRequest())).isNotNull();
    assertThat(ours.getLifecycleService().isRunning()).isTrue();
  }

  /** What a node says to a message of Hazelcast's management tool; null when it obeys. */
  private static Throwable refusal(HazelcastInstance node, ClientMessage message) {
    HazelcastClientProxy client = (HazelcastClientProxy) file.client(node);
    return catchThrowable(() -> new ClientInvocation(client.client, message, null).invoke().join())
            instanceof RuntimeException thrown
        ? thrown.getCause()
        : null;
  }

  @Test
  void complainsToNobody() throws Exception {
    Await.until("the twin's call", () -> CALLED.stream().anyMatch(SafetyTest::isHome));
    assertThat(CALLED.stream().filter(SafetyTest::isHome)).as("from the twin alone").hasSize(1);

    Await.until("the twin's metrics", () -> hasMetrics(twin));
    assertThat(hasMetrics(ours)).isFalse();

    assertThat(hasThread(twin, "HealthMonitor")).isTrue();
    assertThat(hasThread(ours, "HealthMonitor")).isFalse();
  }

  private static boolean isHome(URI uri) {
    return uri.getHost().startsWith("phonehome.");
  }

  private static boolean hasThread(HazelcastInstance node, String name) {
    String full = "hz." + node.getName() + "." + name;
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(full));
  }

  private static boolean hasMetrics(HazelcastInstance node) throws Exception {
    ObjectName beans = new ObjectName("com.hazelcast*:instance=" + node.getName() + ",*");
    return !ManagementFactory.getPlatformMBeanServer().queryNames(beans, null).isEmpty();
  }

  /** What takes minutes to be seen, or two faults at once: what Hazelcast is told. */
  @Test
  void isToldOurTimesAndToFindNobodyByChance() {
    assertThat(ours.getConfig().getProperties())
        .containsEntry("hazelcast.shutdownhook.enabled", "false")
        .containsEntry("hazelcast.discovery.enabled", "false")
        .containsEntry("hazelcast.logging.type", "slf4j")
        .containsEntry("hazelcast.max.no.heartbeat.seconds", "5")
        .containsEntry("hazelcast.heartbeat.interval.seconds", "1")
        .containsEntry("hazelcast.mastership.claim.timeout.seconds", "5")
        .containsEntry("hazelcast.wait.seconds.before.join", "0")
        .containsEntry("hazelcast.max.join.seconds", "60")
        .containsEntry("hazelcast.merge.first.run.delay.seconds", "5")
        .containsEntry("hazelcast.merge.next.run.delay.seconds", "5")
        .containsEntry("hazelcast.graceful.shutdown.max.wait", "10");
    assertThat(ours.getConfig().getManagementCenterConfig().isDataAccessEnabled()).isFalse();
    JoinConfig join = ours.getConfig().getNetworkConfig().getJoin();
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
  }
}
