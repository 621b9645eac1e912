package com.plantapop.chat.config;

/**
 * All settings of a node, laid out as {@code conf/chat.json}. What holds between sections is
 * checked here, what holds within one by its record.
 *
 * @param http where clients reach us
 * @param edge the bounds of one client's socket
 * @param ingest the way in: deadline, queues, batches
 * @param hub subscriptions and what is read from the log for them
 * @param store where the logs live
 * @param cluster whether the node joins others
 * @param auth who may come in
 * @param contract the schemas that payloads must match
 * @param drain how the node says goodbye
 */
public record ChatConfig(
    HttpConfig http,
    EdgeConfig edge,
    IngestConfig ingest,
    HubConfig hub,
    StoreConfig store,
    ClusterConfig cluster,
    AuthConfig auth,
    ContractConfig contract,
    DrainConfig drain) {

  /** The embedded store belongs to one node, so no cluster can stand on it. */
  private static final String NO_SHARED_STORE =
      "needs a store that all nodes share: set store.uri (CHAT_STORE_URI) to a MongoDB, such as"
          + " mongodb://HOST:PORT/DATABASE";

  public ChatConfig {
    new SettingRules()
        .require(
            !auth.isOpen() || auth.allowOpenRemote() || http.isLoopback(),
            "http.host",
            openRemoteProblem(http.host()),
            "auth.mode",
            "auth.allowOpenRemote")
        .require(
            !cluster.enabled() || store.isMongo(), "cluster.enabled", NO_SHARED_STORE, "store.uri")
        .require(
            hub.pageBytes() <= edge.readerBudgetBytes(),
            "hub.pageBytes",
            "must be at most edge.readerBudgetBytes (%s), is %s"
                .formatted(edge.readerBudgetBytes(), hub.pageBytes()),
            "edge.readerBudgetBytes")
        .require(
            ingest.maxQueuedBytes() >= edge.maxFrameBytes(),
            "ingest.maxQueuedBytes",
            "must be at least edge.maxFrameBytes (%s), is %s"
                .formatted(edge.maxFrameBytes(), ingest.maxQueuedBytes()),
            "edge.maxFrameBytes")
        .orThrow();
  }

  private static String openRemoteProblem(String host) {
    return "must be a loopback address (127.0.0.0/8, ::1 or localhost) while auth.mode is open, is "
        + SettingRules.quoted(host)
        + "; to let in everybody who can reach it, set auth.allowOpenRemote"
        + " (CHAT_AUTH_ALLOW_OPEN_REMOTE) to true";
  }
}
