package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A queue in which millions wait, beside one of the same server that is empty. */
final class QueueBacklogBench {
  private static final int CONNECTIONS = 64;
  private static final int AT_ONCE = 1_000;

  /** How many wait; ten million unless the environment says otherwise. */
  private static final int BACKLOG =
      Integer.parseInt(System.getenv().getOrDefault("BENCH_BACKLOG", "10000000"));

  private final Rounds rounds;
  private final Duration round;

  QueueBacklogBench(int rounds, Duration round) {
    this.rounds = new Rounds(rounds);
    this.round = round;
  }

  void run() throws IOException, InterruptedException {
    try (AshlarQueuePeer empty = new AshlarQueuePeer()) {
      AshlarQueuePeer full = empty.beside("backlog");
      fill(full);
      Series none = new Series(empty, new Load(empty.cycles(), CONNECTIONS, 1));
      Series behind = new Series(full, new Load(full.cycles(), CONNECTIONS, 1));
      none.warmUp();
      behind.warmUp();
      rounds.alternate(List.of(none, behind), series -> series.flatOut(round));
      System.out.printf(
          Locale.ROOT,
          "send 10, receive 10, acknowledge: %,.0f a second with an empty queue, %,.0f with %,d"
              + " messages in it, %.2f%n",
          none.median(),
          behind.median(),
          BACKLOG,
          behind.median() / none.median());
    }
  }

  private static void fill(AshlarQueuePeer peer) throws IOException {
    String one = "{\"body\":\"" + QueueBench.BODY + "\"}";
    byte[] send =
        peer.request(
            "POST",
            "/messages",
            "{\"messages\":[" + String.join(",", Collections.nCopies(AT_ONCE, one)) + "]}");
    long start = System.nanoTime();
    try (HttpConnection connection = peer.connect()) {
      for (int sent = 0; sent < BACKLOG; sent += AT_ONCE) {
        byte[] unused = connection.call(send);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d messages were sent in %.0f s%n",
        BACKLOG,
        (System.nanoTime() - start) / 1e9);
  }
}
