package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * From the sending of a release to the answer of the next holder, who releases at once. Neighbours
 * in the queue are clients of different nodes.
 */
final class LockHandOffs {
  private static final Duration TTL = Duration.ofSeconds(30);

  /** Between two who come to the queue, so that they stand in it in their order. */
  private static final long NANOS_APART = 2_000_000;

  /**
   * After the last has come: etcd begins to watch for a release only at its next round of 100 ms.
   */
  private static final long NANOS_TO_SETTLE = 120_000_000;

  /** Some chance, so that queues do not fall into step with what a server does at intervals. */
  private static final long NANOS_OF_CHANCE = 20_000_000;

  final LockPeer peer;
  final Histogram latencies = new ConcurrentHistogram(Duration.ofMinutes(1).toNanos(), 3);
  private final int waiters;
  private final String lock;
  private volatile long released;

  LockHandOffs(LockPeer peer, int waiters) {
    this.peer = peer;
    this.waiters = waiters;
    this.lock = "hand-off-" + waiters;
  }

  double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }

  /** One queue after the other; the last one is ended, too. */
  void run(Duration time) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(waiters);
    List<LockClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i <= waiters; i++) {
        clients.add(peer.client(i, TTL));
      }
      for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
        queue(clients, threads);
        Collections.reverse(clients);
      }
    } finally {
      threads.shutdownNow();
      for (LockClient client : clients) {
        client.close();
      }
    }
  }

  /** The first holds the lock until all others queue for it; then it goes through their hands. */
  private void queue(List<LockClient> clients, ExecutorService threads)
      throws IOException, InterruptedException {
    LockClient first = clients.get(0);
    first.acquire(lock, Duration.ZERO);
    long due = System.nanoTime();
    List<Future<?>> others = new ArrayList<>();
    for (LockClient other : clients.subList(1, clients.size())) {
      due += NANOS_APART;
      others.add(threads.submit(hold(other, due)));
    }
    long chance = ThreadLocalRandom.current().nextLong(NANOS_OF_CHANCE);
    Load.sleepUntil(due + NANOS_TO_SETTLE + chance);
    released = System.nanoTime();
    first.release();
    for (Future<?> other : others) {
      await(other);
    }
  }

  private Callable<@Nullable Void> hold(LockClient client, long due) {
    return () -> {
      Load.sleepUntil(due);
      client.acquire(lock, LockClient.WAIT);
      latencies.recordValue(System.nanoTime() - released);
      released = System.nanoTime();
      client.release();
      return null;
    };
  }

  private static void await(Future<?> task) throws InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
