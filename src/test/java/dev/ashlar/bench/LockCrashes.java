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
import org.jspecify.annotations.Nullable;

/** From the grant to a holder who is never heard of again to that of the next, beyond the TTL. */
final class LockCrashes {
  static final Duration TTL = Duration.ofSeconds(2);
  private static final Duration TTL_OF_THE_NEXT = Duration.ofSeconds(30);

  /** Between two crashes: no divisor of the intervals at which a server may look for them. */
  private static final long NANOS_APART = 137_000_000;

  final LockPeer peer;
  private final List<Double> millisBeyond = Collections.synchronizedList(new ArrayList<>());

  LockCrashes(LockPeer peer) {
    this.peer = peer;
  }

  int samples() {
    return millisBeyond.size();
  }

  double millis(double percentile) {
    List<Double> sorted = millisBeyond.stream().sorted().toList();
    return sorted.get((int) Math.ceil(percentile / 100 * sorted.size()) - 1);
  }

  /** So many holders crash, shortly after each other; each holds a lock of its own. */
  void run(int crashes) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(crashes);
    try {
      int before = samples();
      long start = System.nanoTime();
      List<Callable<@Nullable Void>> all = new ArrayList<>();
      for (int i = 0; i < crashes; i++) {
        long due = start + i * NANOS_APART;
        int number = before + i;
        all.add(() -> crash(number, due));
      }
      for (Future<?> one : threads.invokeAll(all)) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Since the two are clients of different nodes, one thread can be both of them. */
  private @Nullable Void crash(int number, long due) throws IOException {
    String lock = "crash-" + number;
    try (LockClient next = peer.client(2 * number + 1, TTL_OF_THE_NEXT)) {
      Load.sleepUntil(due);
      long granted;
      try (LockClient gone = peer.client(2 * number, TTL)) {
        gone.acquire(lock, Duration.ZERO);
        granted = System.nanoTime();
      }
      next.acquire(lock, LockClient.WAIT);
      millisBeyond.add((System.nanoTime() - granted - TTL.toNanos()) / 1e6);
      next.release();
    }
    return null;
  }
}
