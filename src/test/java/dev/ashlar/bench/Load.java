package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Load from a number of connections, each of which waits for an answer before its next call.
 *
 * <p>At a fixed rate, a call is due at its time whatever became of those before it, and its latency
 * is counted from then: a server that stands still is charged for all whom it kept waiting.
 */
final class Load {
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

  /** A JVM that has just compiled a little of it rests for longer than three times five seconds. */
  private static final int LEAST_WARM_UPS = 15;

  private static final int MOST_WARM_UPS = 40;

  private final Connector connector;
  private final int connections;
  private final int keys;

  /** Opens a connection. */
  interface Connector {
    Exchange open() throws IOException;
  }

  /** Calls that were answered, how long it took, and their latencies in nanoseconds. */
  record Result(long calls, double seconds, Histogram latencies) {
    double perSecond() {
      return calls / seconds;
    }

    double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e6;
    }
  }

  Load(Connector connector, int connections, int keys) {
    this.connector = connector;
    this.connections = connections;
    this.keys = keys;
  }

  /**
   * Until a JVM has compiled what matters: for 75 seconds, and while five seconds still bring more
   * than those before.
   */
  void warmUp() throws InterruptedException {
    double best = 0;
    int without = 0;
    for (int i = 0; i < LEAST_WARM_UPS || (i < MOST_WARM_UPS && without < 3); i++) {
      double rate = flatOut(Duration.ofSeconds(5)).perSecond();
      without = rate > best * 1.03 ? 0 : without + 1;
      best = Math.max(best, rate);
    }
  }

  /** One call for each key. */
  void eachKeyOnce() throws InterruptedException {
    inParallel(
        caller ->
            () -> {
              try (Exchange exchange = connector.open()) {
                for (int key = caller; key < keys; key += connections) {
                  exchange.call(key);
                }
              }
              return new Histogram(LONGEST_NANOS, 3);
            });
  }

  /** As fast as the answers come. */
  Result flatOut(Duration time) throws InterruptedException {
    return run(time, 0);
  }

  /** So many calls a second, over all connections. */
  Result atRate(Duration time, double perSecond) throws InterruptedException {
    return run(time, connections * 1e9 / perSecond);
  }

  private Result run(Duration time, double nanosBetweenCalls) throws InterruptedException {
    long start = System.nanoTime() + 20_000_000;
    long end = start + time.toNanos();
    Histogram all =
        inParallel(
            caller -> {
              long first = start + (long) (nanosBetweenCalls * caller / connections);
              return () -> calls(new Random(caller), first, end, nanosBetweenCalls);
            });
    return new Result(all.getTotalCount(), (System.nanoTime() - start) / 1e9, all);
  }

  private Histogram inParallel(IntFunction<Callable<Histogram>> caller)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      Histogram all = new Histogram(LONGEST_NANOS, 3);
      List<Callable<Histogram>> callers = IntStream.range(0, connections).mapToObj(caller).toList();
      for (Future<Histogram> one : threads.invokeAll(callers)) {
        all.add(one.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Histogram calls(Random random, long first, long end, double between) throws IOException {
    Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    try (Exchange exchange = connector.open()) {
      long begin = first;
      for (long n = 1; begin < end; n++) {
        sleepUntil(begin);
        exchange.call(random.nextInt(keys), begin);
        long done = System.nanoTime();
        latencies.recordValue(Math.min(LONGEST_NANOS, done - begin));
        begin = between == 0 ? done : first + (long) (n * between);
      }
    }
    return latencies;
  }

  /** Sleeps until a time of {@link System#nanoTime()}. */
  static void sleepUntil(long time) {
    for (long now = System.nanoTime(); now < time; now = System.nanoTime()) {
      LockSupport.parkNanos(time - now);
    }
  }
}
