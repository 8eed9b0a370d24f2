package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Locks beside those of etcd and Redisson: taken by one, handed on, and left by a crash. */
final class LockBench {
  static final int CONNECTIONS = 64;
  static final int LOCKS = 1_000;

  private static final List<Integer> WAITERS = List.of(1, 16, 256);
  private static final int CRASHES = 20;

  /** To look at the peers alone. */
  private static final boolean PEERS_ONLY = System.getenv("BENCH_PEERS_ONLY") != null;

  private final Rounds rounds;
  private final Duration round;
  private final LockTables tables = new LockTables(!PEERS_ONLY);

  private interface Measurement {
    void of(List<LockPeer> peers) throws IOException, InterruptedException;
  }

  LockBench(int rounds, Duration round) {
    this.rounds = new Rounds(rounds);
    this.round = round;
  }

  void run() throws IOException, InterruptedException {
    System.out.printf(
        "%d connections, %d locks, %d rounds of %d s, alternating%n",
        CONNECTIONS, LOCKS, rounds.count(), round.toSeconds());
    try (EtcdLockPeer etcd = new EtcdLockPeer();
        RedissonServer redisson = new RedissonServer()) {
      List<LockPeer> others = new ArrayList<>(List.of(etcd));
      others.addAll(redisson.locks());
      beside(others, AshlarLockPeer::shipped, this::pairs);
      beside(others, AshlarLockPeer::twoNodes, this::queues);
    }
  }

  private static void beside(
      List<LockPeer> others, Supplier<AshlarLockPeer> start, Measurement measurement)
      throws IOException, InterruptedException {
    if (PEERS_ONLY) {
      measurement.of(others);
      return;
    }
    try (AshlarLockPeer ours = start.get()) {
      List<LockPeer> all = new ArrayList<>(List.of(ours));
      all.addAll(others);
      measurement.of(all);
    }
  }

  private void pairs(List<LockPeer> peers) throws IOException, InterruptedException {
    List<LockPairs> pairs = peers.stream().map(LockPairs::new).toList();
    for (LockPairs one : pairs) {
      one.series.warmUp();
    }
    rounds.alternate(pairs, one -> one.series.flatOut(round));
    double rate = pairs.stream().mapToDouble(one -> one.series.median()).min().orElse(0) / 2;
    pairs.forEach(LockPairs::forgetTimes);
    rounds.alternate(pairs, one -> one.series.atRate(round, rate));
    System.out.print(tables.pairs(pairs, rate));
  }

  private void queues(List<LockPeer> peers) throws IOException, InterruptedException {
    new LockPairs(peers.get(0)).series.warmUp(); // has just been started, the others are warm
    List<List<LockHandOffs>> handOffs = new ArrayList<>();
    for (int waiters : WAITERS) {
      handOffs.add(handOffs(peers, waiters));
    }
    System.out.print(tables.handOffs(WAITERS, handOffs));
    List<LockCrashes> crashes = peers.stream().map(LockCrashes::new).toList();
    rounds.alternate(crashes, one -> one.run((CRASHES + rounds.count() - 1) / rounds.count()));
    System.out.print(tables.crashes(crashes));
  }

  private List<LockHandOffs> handOffs(List<LockPeer> peers, int waiters)
      throws IOException, InterruptedException {
    List<LockHandOffs> all = peers.stream().map(peer -> new LockHandOffs(peer, waiters)).toList();
    for (LockHandOffs one : all) {
      one.run(round);
      one.latencies.reset();
    }
    rounds.alternate(all, one -> one.run(round));
    return all;
  }
}
