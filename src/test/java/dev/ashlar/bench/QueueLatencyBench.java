package dev.ashlar.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** From the call of a send to the arrival of the message at a receiver who waits for it. */
final class QueueLatencyBench {
  private static final int MESSAGES_PER_SECOND = 1_000;
  private static final int SENDERS = 16;

  /** Enough for some to wait while others acknowledge: it is the queue that is measured. */
  private static final int RECEIVERS = 64;

  private static final Duration WARM_UP = Duration.ofMinutes(2);
  private static final String RECEIVE = "{\"max\":10,\"wait\":\"20s\"}";

  private final Duration time;
  private final AshlarQueuePeer peer = new AshlarQueuePeer();
  private final Histogram latencies = new ConcurrentHistogram(Duration.ofMinutes(1).toNanos(), 3);
  private final Queue<HttpConnection> receivers = new ConcurrentLinkedQueue<>();

  QueueLatencyBench(Duration time) {
    this.time = time;
  }

  void run() throws IOException, InterruptedException {
    for (int i = 0; i < RECEIVERS; i++) {
      HttpConnection connection = peer.connect();
      receivers.add(connection);
      new Thread(() -> receive(connection), "receiver").start();
    }
    Load load = new Load(this::sender, SENDERS, 1);
    Load.Result unused = load.atRate(WARM_UP, MESSAGES_PER_SECOND);
    latencies.reset();
    Load.Result sent = load.atRate(time, MESSAGES_PER_SECOND);
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (latencies.getTotalCount() < sent.calls() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    System.out.printf(
        Locale.ROOT,
        "%d receivers, %,.0f messages/s: %,d of %,d came, after p50 %.1f ms, p99 %.1f ms,"
            + " p99.9 %.1f ms%n",
        RECEIVERS,
        sent.perSecond(),
        latencies.getTotalCount(),
        sent.calls(),
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6,
        latencies.getValueAtPercentile(99.9) / 1e6);
    for (HttpConnection connection : receivers) {
      connection.close();
    }
    peer.close();
  }

  private Exchange sender() throws IOException {
    return new HttpExchange(
        peer.server().port(),
        key -> peer.request("POST", "/messages", "{\"body\":\"" + System.nanoTime() + "\"}"));
  }

  private void receive(HttpConnection connection) {
    try {
      while (true) {
        for (JsonNode body : peer.take(connection, RECEIVE)) {
          latencies.recordValue(System.nanoTime() - body.asLong());
        }
      }
    } catch (IOException closed) {
      // The end of the measurement.
    }
  }
}
