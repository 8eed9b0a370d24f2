package dev.ashlar.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

/**
 * What a transaction that is held open elsewhere costs: the same load without and with it, and how
 * large the tables are afterwards.
 */
final class QueueHeldBench {
  private static final int CONNECTIONS = 16;

  /** Calls for ten messages each. */
  private static final double CYCLES_PER_SECOND = 100;

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

  void run() throws IOException, InterruptedException, SQLException {
    for (boolean held : new boolean[] {false, true}) {
      try (AshlarQueuePeer peer = new AshlarQueuePeer();
          Connection elsewhere = peer.server().connect();
          Connection observer = peer.server().connect()) {
        Load load = new Load(peer.cycles(), CONNECTIONS, 1);
        load.warmUp();
        if (held) {
          elsewhere.setAutoCommit(false);
          elsewhere.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          long snapshot = number(elsewhere, "SELECT count(*) FROM ashlar_queue.queue");
          System.out.printf("held: a snapshot of %d queue%n", snapshot);
        }
        long before = number(observer, SIZE);
        Load.Result atRate = load.atRate(time, CYCLES_PER_SECOND);
        long after = number(observer, SIZE);
        Load.Result flatOut = load.flatOut(Duration.ofSeconds(20));
        System.out.printf(
            Locale.ROOT,
            "%s: %,d messages in %d s, p99 %.1f ms for a cycle; tables %,d kB, then %,d kB;"
                + " flat out afterwards %,.0f messages/s%n",
            held ? "snapshot held open" : "nothing held",
            atRate.calls() * QueuePeer.BATCH,
            time.toSeconds(),
            atRate.millis(99),
            before >> 10,
            after >> 10,
            flatOut.perSecond() * QueuePeer.BATCH);
      }
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
