package dev.ashlar.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a transaction that is held open elsewhere costs: two servers with the same load at the same
 * time, one with a snapshot held and one without; then each flat out in turn, still with it.
 */
final class QueueHeldBench {
  private static final int CONNECTIONS = 16;

  /** Calls for ten messages each. */
  private static final double CYCLES_PER_SECOND = 100;

  private static final int FLAT_OUT_ROUNDS = 5;
  private static final Duration FLAT_OUT = Duration.ofSeconds(6);

  private static final String SIZE =
      """
      SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'ashlar_queue' AND c.relkind = 'r'
      """;

  private final Duration time;

  QueueHeldBench(Duration time) {
    this.time = time;
  }

  void run() throws IOException, InterruptedException, SQLException, ExecutionException {
    try (Side free = new Side("nothing held");
        Side held = new Side("a snapshot held")) {
      for (Side side : List.of(free, held)) {
        side.load.warmUp();
        side.begin();
      }
      held.hold();
      ExecutorService both = Executors.newFixedThreadPool(2);
      List<Future<Load.Result>> results =
          both.invokeAll(
              List.of(
                  () -> free.load.atRate(time, CYCLES_PER_SECOND),
                  () -> held.load.atRate(time, CYCLES_PER_SECOND)));
      both.shutdown();
      free.print(results.get(0).get(), time);
      held.print(results.get(1).get(), time);
      for (int i = 0; i < FLAT_OUT_ROUNDS; i++) {
        free.series.flatOut(FLAT_OUT);
        held.series.flatOut(FLAT_OUT);
      }
      System.out.printf(
          Locale.ROOT,
          "flat out afterwards: %,.0f messages/s with nothing held, %,.0f with the snapshot held,"
              + " %.2f%n",
          free.series.median() * QueuePeer.BATCH,
          held.series.median() * QueuePeer.BATCH,
          held.series.median() / free.series.median());
    }
  }

  /** A server, and what goes on beside its load. */
  private static final class Side implements AutoCloseable {
    final AshlarQueuePeer peer = new AshlarQueuePeer();
    final Load load = new Load(peer.cycles(), CONNECTIONS, 1);
    final Series series = new Series(peer, load);
    private final String name;
    private final Connection observer;
    private final Connection elsewhere;
    private long before;

    Side(String name) throws SQLException {
      this.name = name;
      observer = peer.server().connect();
      elsewhere = peer.server().connect();
    }

    void begin() throws SQLException {
      before = number(observer, SIZE);
    }

    void hold() throws SQLException {
      elsewhere.setAutoCommit(false);
      elsewhere.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      long unused = number(elsewhere, "SELECT count(*) FROM ashlar_queue.queue");
    }

    void print(Load.Result result, Duration time) throws SQLException {
      System.out.printf(
          Locale.ROOT,
          "%s: %,d messages in %d s, p50 %.1f ms and p99 %.1f ms a cycle of ten; tables %,d kB,"
              + " then %,d kB%n",
          name,
          result.calls() * QueuePeer.BATCH,
          time.toSeconds(),
          result.millis(50),
          result.millis(99),
          before >> 10,
          number(observer, SIZE) >> 10);
    }

    @Override
    public void close() throws SQLException {
      elsewhere.close();
      observer.close();
      peer.close();
    }

    private static long number(Connection connection, String query) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
