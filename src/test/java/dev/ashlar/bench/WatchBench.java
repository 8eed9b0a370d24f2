package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ashlar.it.AshlarServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * From the call of a put to the arrival of its event, with many watchers; each watches keys of his
 * own.
 */
final class WatchBench {
  private static final int WATCHERS = 1_000;
  private static final int CHANGES_PER_SECOND = 1_000;
  private static final int WRITERS = 16;
  private static final Duration WARM_UP = Duration.ofMinutes(2);
  private static final String BUCKET = "/api/v1/kv/watched/";
  private static final String DATA = "data: ";
  private static final String VALUE = "\"value\":\"";

  private final Duration time;
  private final AshlarServer server = AshlarServer.start();
  private final String headers = "Authorization: Bearer " + server.adminKey() + "\r\n";
  private final Histogram latencies = new ConcurrentHistogram(Duration.ofMinutes(1).toNanos(), 3);
  private final ConcurrentLinkedQueue<Wire> streams = new ConcurrentLinkedQueue<>();
  private final CountDownLatch watching = new CountDownLatch(WATCHERS);

  WatchBench(Duration time) {
    this.time = time;
  }

  void run() throws IOException, InterruptedException {
    Load.Connector puts =
        () ->
            new HttpExchange(
                server.port(),
                key ->
                    HttpExchange.request(
                        "PUT",
                        BUCKET + "keys/" + key + "-",
                        headers,
                        Long.toString(System.nanoTime()).getBytes(US_ASCII)));
    Load load = new Load(puts, WRITERS, WATCHERS);
    load.eachKeyOnce();
    for (int i = 0; i < WATCHERS; i++) {
      int watcher = i;
      new Thread(() -> watch(watcher), "watcher").start();
    }
    watching.await();
    Load.Result warm = load.atRate(WARM_UP, CHANGES_PER_SECOND);
    latencies.reset();
    Load.Result measured = load.atRate(time, CHANGES_PER_SECOND);
    awaitEvents(measured.calls());
    System.out.printf(
        Locale.ROOT,
        "%,d watchers, %,.0f changes/s (%,.0f while warming up): %,d of %,d events came, after"
            + " p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms%n",
        WATCHERS,
        measured.perSecond(),
        warm.perSecond(),
        latencies.getTotalCount(),
        measured.calls(),
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6,
        latencies.getValueAtPercentile(99.9) / 1e6);
    for (Wire stream : streams) {
      stream.close();
    }
    server.close();
  }

  /** Until every event has come that is still under way, or none can be any more. */
  private void awaitEvents(long events) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (latencies.getTotalCount() < events && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private void watch(int watcher) {
    try {
      Wire stream = new Wire(server.port());
      streams.add(stream);
      String path = BUCKET + "watch?prefix=" + watcher + "-";
      stream.send(HttpExchange.request("GET", path, headers, new byte[0]));
      boolean begun = false;
      while (true) {
        String line = stream.line();
        if (line.equals("event: progress") && !begun) {
          begun = true;
          watching.countDown();
        }
        int value = line.startsWith(DATA) ? line.indexOf(VALUE) : -1;
        if (value >= 0) {
          int begin = value + VALUE.length();
          long sent = Long.parseLong(line.substring(begin, line.indexOf('"', begin)));
          latencies.recordValue(System.nanoTime() - sent);
        }
      }
    } catch (IOException closed) {
      // The end of the measurement.
    }
  }
}
