package com.plantapop.chat.process;

import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.mongo.MongoEventStore;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BalancerProcess;
import com.plantapop.chat.support.Loopback;
import com.plantapop.chat.support.MongoServerProcess;
import com.plantapop.chat.support.ServerProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster of docker-compose.yml without containers: its nodes with its settings and the JVM
 * options of its image, and its balancer. What stands for Docker's networks is a loopback address
 * for each node, and a hosts file for the names. Not taken as they are: the store, which is
 * mongo-java-server; the address of HTTP, since no two nodes on one machine can have all of them;
 * and what follows from it, the names by which clients ask and the balancer's address (see {@link
 * SingleNodeOfComposeIT}).
 */
final class ComposedCluster implements AutoCloseable {
  private static final int BALANCER = 100;
  private static final int NOBODY = 101;

  private final Path directory;
  private final Map<String, String> more;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Loopback network = Loopback.network();
  private final ComposeFile compose = ComposeFile.read();
  private final MongoServerProcess mongo = new MongoServerProcess();
  private final Map<String, ServerProcess> processes = new TreeMap<>();
  private BalancerProcess balancer;

  /**
   * Starts nothing but the store yet, and waits for it.
   *
   * @param directory for files
   * @param more settings, above those of docker-compose.yml
   */
  ComposedCluster(Path directory, Map<String, String> more) throws Exception {
    this.directory = directory;
    this.more = more;
    awaitStore();
  }

  /** A server that has just been started takes longer than a node waits for it. */
  private void awaitStore() throws Exception {
    Vertx vertx = Vertx.vertx();
    Await.until(
        "the store",
        () ->
            MongoEventStore.open(vertx, uri("warm"))
                .compose(EventStore::close)
                .map(true)
                .otherwise(false)
                .await());
    vertx.close().await();
  }

  private String uri(String database) {
    return "mongodb://127.0.0.1:" + mongo.port() + "/" + database;
  }

  /** All that docker-compose.yml has, whether started or not. */
  List<String> nodes() {
    return compose.services("node");
  }

  /** Starts those of these nodes that do not run, and waits until all serve. */
  void run(List<String> nodes) throws Exception {
    for (String node : nodes) {
      ServerProcess process = processes.get(node);
      if (process == null || !process.isAlive()) {
        processes.put(node, ServerProcess.start(directory, environment(node), List.of()));
      }
    }
    for (String node : nodes) {
      processes.get(node).awaitReady();
    }
  }

  private Map<String, String> environment(String node) throws IOException {
    Map<String, String> environment = new HashMap<>(settings(node));
    environment.put("CHAT_HTTP_HOST", host(node));
    environment.put("CHAT_HTTP_HOSTS", host(node) + "," + network.host(BALANCER));
    environment.put("CHAT_HTTP_TRUSTED_PROXIES", "127.0.0.0/8");
    environment.put("CHAT_STORE_URI", uri("chat"));
    environment.putAll(more);
    List<String> options = new ArrayList<>(ComposeFile.jvmOptions());
    options.add("-Djdk.net.hosts.file=" + hosts());
    environment.put("JDK_JAVA_OPTIONS", String.join(" ", options));
    return environment;
  }

  /** Names as Docker's name server knows them. */
  private Path hosts() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String node : nodes()) {
      String name = settings(node).get("CHAT_CLUSTER_HOST");
      lines.append(host(node)).append(' ').append(name).append('\n');
    }
    lines.append("127.0.0.1 localhost ").append(InetAddress.getLocalHost().getHostName());
    return Files.writeString(directory.resolve("hosts"), lines.append('\n'));
  }

  /** Returns when it listens. */
  BalancerProcess balance() throws Exception {
    List<String> addresses = nodes().stream().map(node -> host(node) + ":" + port(node)).toList();
    balancer = BalancerProcess.start(directory, network.host(BALANCER) + ":8080", addresses);
    return balancer;
  }

  /** What docker-compose.yml sets. */
  Map<String, String> settings(String node) {
    return compose.settings(node);
  }

  String host(String node) {
    return network.host(nodes().indexOf(node) + 1);
  }

  /** An address that nobody has. */
  String nobody() {
    return network.host(NOBODY);
  }

  int port(String node) {
    return Integer.parseInt(settings(node).get("CHAT_HTTP_PORT"));
  }

  ServerProcess process(String node) {
    return processes.get(node);
  }

  MongoServerProcess mongo() {
    return mongo;
  }

  /** Whether a node says that it is ready. */
  boolean isReady(String node) throws Exception {
    return isReadyAt("http://" + host(node) + ":" + port(node));
  }

  /** Whether whoever answers under a URL is ready. */
  boolean isReadyAt(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  @Override
  public void close() {
    if (balancer != null) {
      balancer.close();
    }
    processes.values().forEach(ServerProcess::close);
    mongo.close();
  }
}
