package com.plantapop.chat.checker;

/** The clients, for those who do not live on their loop. */
final class LoopCrowd implements Crowd {
  private final Bench bench;
  private final Loop loop;

  LoopCrowd(Bench bench, Loop loop) {
    this.bench = bench;
    this.loop = loop;
  }

  @Override
  public void rebalance() {
    loop.run(bench::rebalance);
  }

  @Override
  public boolean isAtHome(Node node) throws Exception {
    return loop.call(() -> bench.isAtHome(node));
  }

  @Override
  public StillWrite stillWrite() throws Exception {
    return loop.call(() -> bench.still().next());
  }

  @Override
  public boolean once(StillWrite write, Node node) throws Exception {
    return loop.call(
        () -> bench.sendBy(client -> client.isAtHome(node), bench.sends()::once, write));
  }

  @Override
  public boolean begin(StillWrite write, Node node) throws Exception {
    return loop.call(
        () -> bench.sendBy(client -> client.isAtHome(node), bench.sends()::begin, write));
  }

  @Override
  public boolean beginElsewhere(StillWrite write, Node node) throws Exception {
    return loop.call(
        () -> bench.sendBy(client -> client.isAtHomeBut(node), bench.sends()::begin, write));
  }

  @Override
  public boolean repeatElsewhere(StillWrite write, Node node) throws Exception {
    return loop.call(
        () -> bench.sendBy(client -> client.isAtHomeBut(node), bench.sends()::attempt, write));
  }

  @Override
  public boolean isStored(StillWrite write) throws Exception {
    return loop.call(() -> write.op().log().reach() >= write.seq());
  }

  @Override
  public boolean isSeen(StillWrite write) throws Exception {
    return loop.call(() -> bench.clients().stream().allMatch(client -> client.hasSeen(write)));
  }
}
