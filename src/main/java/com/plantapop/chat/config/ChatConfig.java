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
 * @param chats who begins chats
 * @param contract the schemas that payloads must match
 * @param drain how the node says goodbye
 * @param management where operators look
 */
public record ChatConfig(
    HttpConfig http,
    EdgeConfig edge,
    IngestConfig ingest,
    HubConfig hub,
    StoreConfig store,
    ClusterConfig cluster,
    AuthConfig auth,
    ChatsConfig chats,
    ContractConfig contract,
    DrainConfig drain,
    ManagementConfig management) {

  /** The embedded store belongs to one node, so no cluster can stand on it. */
  private static final String NO_SHARED_STORE =
      "needs a store that all nodes share: set store.uri (CHAT_STORE_URI) to a MongoDB, such as"
          + " mongodb://HOST:PORT/DATABASE";

  private static final String NO_HOSTS =
      "must hold the names by which clients ask for us, such as chat.example.com (or *), while"
          + " http.host is no loopback address (CHAT_HTTP_HOSTS)";

  public ChatConfig {
    new SettingRules()
        .require(
            !auth.isOpen() || auth.allowOpenRemote() || http.isLoopback(),
            "http.host",
            openRemoteProblem(http.host()),
            "auth.mode",
            "auth.allowOpenRemote")
        // Here, since it is noise while the address itself is not allowed.
        .require(http.isLoopback() || !http.hosts().isEmpty(), "http.hosts", NO_HOSTS, "http.host")
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

  /**
   * Section {@code ingest}: the way in. Beyond a queue's bound senders are refused (503), never
   * dropped.
   *
   * @param deadlineMs milliseconds within which everything that a client asks is answered
   * @param maxQueuedEvents events of the node that wait for the store
   * @param maxQueuedBytes bytes of those events, never more than an eighth of the heap; at least
   *     one of the largest frames
   * @param maxQueuedPerChat events of one chat that wait for the store, so that a busy chat leaves
   *     room for others; at most {@code maxQueuedEvents}
   * @param sendsPerSecondPerChat messages that one person may send to one chat per second in the
   *     long run; beyond it they are refused (429). Services are not bound by it
   * @param sendBurstPerChat messages that one person may send to one chat at once after a pause; at
   *     least {@code sendsPerSecondPerChat}
   * @param maxBatchEvents events of one chat in one append to the store
   * @param maxCachedChats chats of the node whose state (head, binding) is kept in memory, never
   *     more than fit into a sixteenth of the heap; the least recently used is read again from the
   *     store
   */
  public record IngestConfig(
      @Setting(byDefault = "10000", min = 100, max = 600_000) long deadlineMs,
      @Setting(byDefault = "100000", min = 1, max = 10_000_000) int maxQueuedEvents,
      @Setting(byDefault = "67108864", min = 1_024, max = 17_179_869_184L) long maxQueuedBytes,
      @Setting(byDefault = "10000", min = 1, max = 10_000_000) int maxQueuedPerChat,
      @Setting(byDefault = "10", min = 1, max = 1_000_000) int sendsPerSecondPerChat,
      @Setting(byDefault = "50", min = 1, max = 10_000_000) int sendBurstPerChat,
      @Setting(byDefault = "1000", min = 1, max = 100_000) int maxBatchEvents,
      @Setting(byDefault = "100000", min = 1, max = 10_000_000) int maxCachedChats) {

    public IngestConfig {
      SettingRules.bounds(
              IngestConfig.class,
              deadlineMs,
              maxQueuedEvents,
              maxQueuedBytes,
              maxQueuedPerChat,
              sendsPerSecondPerChat,
              sendBurstPerChat,
              maxBatchEvents,
              maxCachedChats)
          .compare(
              maxQueuedPerChat <= maxQueuedEvents, "maxQueuedPerChat", "at most", "maxQueuedEvents")
          .compare(
              sendBurstPerChat >= sendsPerSecondPerChat,
              "sendBurstPerChat",
              "at least",
              "sendsPerSecondPerChat")
          .orThrow();
    }

    /**
     * As many of {@link #maxQueuedBytes()} as fit: being looked at, they take several times that.
     */
    public long queuedBytesThatFit() {
      return Math.min(maxQueuedBytes, Runtime.getRuntime().maxMemory() / 8);
    }

    /** As many of {@link #maxCachedChats()} as fit: each takes about a kilobyte. */
    public int cachedChatsThatFit() {
      return (int) Math.min(maxCachedChats, Runtime.getRuntime().maxMemory() / 16 / 1_024);
    }
  }

  /**
   * Section {@code hub}: subscriptions and what is read from the log for them.
   *
   * @param lingerMs milliseconds that a topic stays after its last subscriber left, so that a
   *     reconnect costs nothing; 0 gives it up at once
   * @param headCheckMs milliseconds between looks into the store for events of which nobody told,
   *     each one query for up to 500 topics of the node
   * @param pageEvents most events of a page read from the log
   * @param pageBytes bytes after which a page read from the log ends; at most {@code
   *     edge.readerBudgetBytes}
   */
  public record HubConfig(
      @Setting(byDefault = "10000", min = 0, max = 3_600_000) long lingerMs,
      @Setting(byDefault = "1000", min = 100, max = 600_000) long headCheckMs,
      @Setting(byDefault = "256", min = 1, max = 10_000) int pageEvents,
      @Setting(byDefault = "131072", min = 1_024, max = 16_777_216) int pageBytes) {

    public HubConfig {
      SettingRules.bounds(HubConfig.class, lingerMs, headCheckMs, pageEvents, pageBytes).orThrow();
    }
  }

  /**
   * Section {@code contract}: the schemas that payloads must match.
   *
   * @param dir folder of the schemas; empty stands for {@code ./schemas} when it exists, else the
   *     copy in the jar
   */
  public record ContractConfig(@Setting(byDefault = "", min = 0, max = 4_096) String dir) {

    public ContractConfig {
      SettingRules.bounds(ContractConfig.class, dir).orThrow();
    }
  }

  /**
   * Section {@code drain}: how a node says goodbye. Sockets are closed in batches, so that their
   * clients do not all reconnect in one moment.
   *
   * @param timeoutMs milliseconds for all of it; what is still open then is cut
   * @param batchSize sockets that are closed at once
   * @param batchPauseMs milliseconds between two batches, 0 for no pause; at most {@code timeoutMs}
   */
  public record DrainConfig(
      @Setting(byDefault = "20000", min = 0, max = 600_000) long timeoutMs,
      @Setting(byDefault = "1000", min = 1, max = 100_000) int batchSize,
      @Setting(byDefault = "100", min = 0, max = 60_000) long batchPauseMs) {

    public DrainConfig {
      SettingRules.bounds(DrainConfig.class, timeoutMs, batchSize, batchPauseMs)
          .compare(batchPauseMs <= timeoutMs, "batchPauseMs", "at most", "timeoutMs")
          .orThrow();
    }
  }
}
