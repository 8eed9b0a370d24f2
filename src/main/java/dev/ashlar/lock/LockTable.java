package dev.ashlar.lock;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.SqlArrays;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The statements that lock and read locks, each for a whole batch. */
final class LockTable {
  /** How many waiters of a lock are looked at, besides those that a command names. */
  static final int FIRST_WAITERS = 32;

  /** A session that holds so many locks gets no more: they are looked at together. */
  static final int MOST_OF_A_SESSION = 10_000;

  /**
   * A lock that was there before begins above its tokens: one statement sees either the lock or, if
   * that was removed, the floor that its removal has raised.
   */
  private static final String CREATE =
      """
      SELECT set_config('lock_timeout', ?, true);
      INSERT INTO ashlar_lock.lock (name, token, base)
      SELECT n.name, f.token, f.token FROM unnest(?) AS n (name) CROSS JOIN ashlar_lock.floor f
      WHERE NOT EXISTS (SELECT FROM ashlar_lock.lock l WHERE l.name = n.name)
      ORDER BY n.name ON CONFLICT (name) DO NOTHING
      """;

  /**
   * All in one round trip; what follows the second sees what was committed while that waited, no
   * longer than the lock_timeout. That one locks nothing as long as a lock is not there that is to
   * be: who waits for another to have created a lock must not have locked what that other needs
   * next. All that follows in the transaction uses indexes, see {@link Database#useIndexes}, and
   * plans that are made once: making them anew took half of the time of a small batch.
   */
  private static final String LOCK_AND_READ =
      """
      SELECT set_config('lock_timeout', ?, true), set_config('enable_seqscan', 'off', true),
          set_config('plan_cache_mode', 'force_generic_plan', true);
      SELECT id, name, token, places, permits, delay_millis, configured, blocked_until,
          CASE WHEN cardinality(?) = 0 THEN 0
              ELSE (SELECT count(*) FROM ashlar_lock.waiter w
                  WHERE w.lock_id = l.id AND w.node IS NULL)
              END AS kept
      FROM ashlar_lock.lock l
      WHERE name = ANY(?)
          AND (SELECT count(*) FROM ashlar_lock.lock WHERE name = ANY(?)) = ?
      ORDER BY name FOR UPDATE;
      SELECT clock_timestamp() AS now, h.*
      FROM (SELECT) AS always LEFT JOIN
          (SELECT h.*, s.expires_at AS session_end
              FROM ashlar_lock.holder h LEFT JOIN ashlar_lock.session s ON s.id = h.session
              WHERE h.lock_id IN (SELECT id FROM ashlar_lock.lock WHERE name = ANY(?))) AS h
          ON true;
      SELECT w.*, s.expires_at AS session_end, n.incarnation IS NOT NULL AS alive
      FROM (SELECT id FROM ashlar_lock.lock WHERE name = ANY(?)) AS l
      CROSS JOIN LATERAL
          (SELECT * FROM ((SELECT * FROM ashlar_lock.waiter WHERE lock_id = l.id
                  AND node IS NOT NULL ORDER BY place LIMIT ?)
              UNION
              SELECT * FROM ashlar_lock.waiter WHERE id = ANY(?) AND lock_id = l.id
              UNION
              SELECT * FROM ashlar_lock.waiter
              WHERE cardinality(?) > 0 AND lock_id = l.id AND ticket = ANY(?)) AS looked_at) AS w
      LEFT JOIN ashlar_lock.session s ON s.id = w.session
      LEFT JOIN ashlar_platform.node n ON n.incarnation = w.node AND n.left_at IS NULL
          AND n.last_seen_at > clock_timestamp() - n.lease_millis * interval '1 millisecond'
      """;

  /** Locks those that it does not answer. */
  private static final String BUSY =
      """
      WITH free AS MATERIALIZED (
          SELECT name FROM ashlar_lock.lock WHERE name = ANY(?) FOR UPDATE SKIP LOCKED)
      SELECT name FROM ashlar_lock.lock
      WHERE name = ANY(?) AND name NOT IN (SELECT name FROM free)
      """;

  private static final String SESSIONS =
      """
      SELECT id, expires_at,
          (SELECT count(*) FROM ashlar_lock.holder WHERE session = s.id) >= ? AS is_full
      FROM ashlar_lock.session s
      WHERE id = ANY(?) AND expires_at > clock_timestamp()
      """;

  private static final String BEFORE =
      """
      SELECT (SELECT count(*) FROM ashlar_lock.waiter w
          WHERE w.lock_id = asked.lock_id AND w.place < asked.place)
      FROM unnest(?, ?) WITH ORDINALITY AS asked (lock_id, place, n) ORDER BY asked.n
      """;

  private final Connection connection;
  private final SqlArrays arrays;
  private final Duration patience;

  /**
   * @param patience how long to wait for a row that somebody else has locked, 0 for as long as it
   *     takes
   */
  LockTable(Connection connection, Duration patience) {
    this.connection = connection;
    this.arrays = new SqlArrays(connection);
    this.patience = patience;
  }

  /**
   * What a batch has to look at, besides the first waiters of each lock.
   *
   * @param toCreate the locks that come into being if they are not there
   */
  record Wanted(
      Collection<String> locks,
      Collection<String> toCreate,
      Collection<UUID> waiters,
      Collection<String> tickets) {}

  /** What stands, and when that was. */
  record Current(
      Instant now, Map<String, LockState> locks, Set<UUID> alive, Map<String, Instant> sessions) {}

  /** Those of these locks that somebody else has locked; the others are locked now. */
  Set<String> busy(Collection<String> locks) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BUSY)) {
      Array names = arrays.of("text", locks);
      statement.setArray(1, names);
      statement.setArray(2, names);
      try (ResultSet row = statement.executeQuery()) {
        Set<String> busy = new HashSet<>();
        while (row.next()) {
          busy.add(row.getString(1));
        }
        return busy;
      }
    }
  }

  /** Locks the locks until the end of the transaction, in the order of names: no deadlock. */
  Current lock(Wanted wanted) throws SQLException {
    Current current = lockAndRead(wanted);
    while (!current.locks.keySet().containsAll(wanted.toCreate)) {
      create(wanted.toCreate);
      current = lockAndRead(wanted);
    }
    return current;
  }

  private void create(Collection<String> locks) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
      statement.setString(1, timeout());
      statement.setArray(2, arrays.of("text", locks));
      statement.execute();
    }
  }

  private String timeout() {
    return Long.toString(patience.toMillis());
  }

  private Current lockAndRead(Wanted wanted) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_READ)) {
      Array names = arrays.of("text", wanted.locks);
      Array tickets = arrays.of("text", wanted.tickets);
      int next = 1;
      statement.setString(next++, timeout());
      statement.setArray(next++, tickets);
      statement.setArray(next++, names);
      statement.setArray(next++, arrays.of("text", wanted.toCreate));
      statement.setInt(next++, wanted.toCreate.size());
      statement.setArray(next++, names);
      statement.setArray(next++, names);
      statement.setInt(next++, FIRST_WAITERS + 1);
      statement.setArray(next++, arrays.of("uuid", wanted.waiters));
      statement.setArray(next++, tickets);
      statement.setArray(next, tickets);
      statement.execute();
      statement.getMoreResults(); // past the settings
      return new LockReading(statement).current();
    }
  }

  /** The ends of sessions, and which of them hold as much as one can. */
  record Sessions(Map<String, Instant> ends, Set<String> full) {}

  /** These sessions; those that are over are left out. */
  Sessions sessions(Collection<String> ids) throws SQLException {
    Sessions sessions = new Sessions(new HashMap<>(), new HashSet<>());
    if (ids.isEmpty()) {
      return sessions;
    }
    try (PreparedStatement statement = connection.prepareStatement(SESSIONS)) {
      statement.setInt(1, MOST_OF_A_SESSION);
      statement.setArray(2, arrays.of("text", ids));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sessions.ends.put(row.getString("id"), LockRows.instant(row, "expires_at"));
          if (row.getBoolean("is_full")) {
            sessions.full.add(row.getString("id"));
          }
        }
        return sessions;
      }
    }
  }

  /** How many wait for each of these locks at lower places than these. */
  List<Long> countBefore(List<Integer> locks, List<Long> places) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEFORE)) {
      statement.setArray(1, arrays.of("int4", locks));
      statement.setArray(2, arrays.of("int8", places));
      try (ResultSet row = statement.executeQuery()) {
        List<Long> counts = new ArrayList<>();
        while (row.next()) {
          counts.add(row.getLong(1));
        }
        return counts;
      }
    }
  }
}
