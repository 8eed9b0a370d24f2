package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Connections that acquire and release locks which nobody else wants: each has its own of them. */
final class LockPairs implements Load.Connector {
  private static final Duration TTL = Duration.ofSeconds(30);
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

  /** From when a pair was due until its lock was acquired. */
  final Histogram acquires = new ConcurrentHistogram(LONGEST_NANOS, 3);

  /** From then until it was released. */
  final Histogram releases = new ConcurrentHistogram(LONGEST_NANOS, 3);

  final LockPeer peer;
  final Series series;
  private final AtomicInteger opened = new AtomicInteger();

  LockPairs(LockPeer peer) {
    this.peer = peer;
    series = new Series(peer, new Load(this, LockBench.CONNECTIONS, LockBench.LOCKS));
  }

  /** Leaves those of warming up, and of throughput. */
  void forgetTimes() {
    acquires.reset();
    releases.reset();
  }

  @Override
  public Exchange open() throws IOException {
    int number = opened.getAndIncrement() % LockBench.CONNECTIONS;
    return new Pairs(number, peer.client(number, TTL));
  }

  private final class Pairs implements Exchange {
    private final int number;
    private final LockClient client;

    Pairs(int number, LockClient client) {
      this.number = number;
      this.client = client;
    }

    @Override
    public void call(int key) throws IOException {
      call(key, System.nanoTime());
    }

    @Override
    public void call(int key, long due) throws IOException {
      client.acquire("bench-" + own(key), Duration.ZERO);
      long acquired = System.nanoTime();
      client.release();
      releases.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - acquired));
      acquires.recordValue(Math.min(LONGEST_NANOS, acquired - due));
    }

    /** One of this connection's locks, near the one that was drawn. */
    private int own(int key) {
      int own = key - key % LockBench.CONNECTIONS + number;
      return own < LockBench.LOCKS ? own : own - LockBench.CONNECTIONS;
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
