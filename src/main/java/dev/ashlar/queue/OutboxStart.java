package dev.ashlar.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From where on the outbox is read: all before was moved. While a snapshot is held elsewhere, else
 * each look would walk past every row that was deleted since.
 *
 * <p>Numbers are given before commits. So the start goes on to the last number given only when all
 * who were writing then have ended: whoever writes to the outbox holds a lock on it until his end,
 * and had it before he was given a number. Not thread-safe.
 */
final class OutboxStart {
  /** So many are moved before it is worth to look who writes. */
  private static final int STRIDE = 1_000;

  /** What a look counts for at least: other nodes move some too. */
  private static final int LOOK = 10;

  /** All is looked at again, since a database may have been restored to what it was. */
  private static final Duration TRUST = Duration.ofMinutes(1);

  private static final String LAST = "SELECT last_value FROM ashlar_queue.outbox_n_seq";
  private static final String WRITERS =
      """
      SELECT DISTINCT virtualtransaction FROM pg_locks
      WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND relation = 'ashlar_queue.outbox'::regclass AND pid IS DISTINCT FROM pg_backend_pid()
      """;

  /** Where it will be when these have ended, and nothing before is left. */
  private record Next(long after, Set<String> writers) {}

  private final int stride;
  private long after;
  private long moved;
  private long trustedAt = System.nanoTime();
  private @Nullable Next next;

  OutboxStart() {
    this(STRIDE);
  }

  OutboxStart(int stride) {
    this.stride = stride;
  }

  /** After which number to read. */
  long after() {
    return after;
  }

  /** Back to the beginning. */
  void reset() {
    after = 0;
    moved = stride;
    next = null;
    trustedAt = System.nanoTime();
  }

  /** Before rows are read: whether those who were writing have ended. */
  boolean isSettled(Connection connection) throws SQLException {
    if (System.nanoTime() - trustedAt > TRUST.toNanos()) {
      reset();
    }
    return next != null && Collections.disjoint(next.writers, writers(connection));
  }

  /**
   * After rows were read.
   *
   * @param settled whether they had ended before
   * @param first the number of the first row that is left; null if none is
   */
  void read(Connection connection, boolean settled, @Nullable Long first, int rows)
      throws SQLException {
    if (next != null && settled && (first == null || first > next.after)) {
      after = next.after;
      next = null;
    }
    moved += Math.max(rows, LOOK);
    if (next == null && moved >= stride) {
      long last = last(connection); // before the writers: none has drawn it who is not among them
      next = new Next(last, writers(connection));
      moved = 0;
    }
  }

  private static long last(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Set<String> writers(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRITERS);
        ResultSet row = statement.executeQuery()) {
      Set<String> writers = new HashSet<>();
      while (row.next()) {
        writers.add(row.getString(1));
      }
      return writers;
    }
  }
}
