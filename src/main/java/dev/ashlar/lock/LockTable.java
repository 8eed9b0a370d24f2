package dev.ashlar.lock;

import dev.ashlar.lock.LockState.Former;
import dev.ashlar.lock.LockState.Settings;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements that change locks, each for a whole batch. */
final class LockTable {
  /** How many waiters of a lock are looked at, besides those that a command names. */
  static final int FIRST_WAITERS = 32;

  /** A session that holds so many locks gets no more: they are looked at together. */
  static final int MOST_OF_A_SESSION = 10_000;

  /**
   * All in one round trip. What is not there is created before anything is locked: who waits for
   * another to have created a lock must not have locked what that other needs next. A lock that was
   * there before begins above its tokens: one statement sees either the lock or, if that was
   * removed, the floor that its removal has raised. What is read after the locks were locked was
   * committed before.
   */
  private static final String LOCK_AND_READ =
      """
      SELECT set_config('lock_timeout', ?, true);
      INSERT INTO ashlar_lock.lock (name, token, base)
      SELECT n.name, f.token, f.token FROM unnest(?) AS n (name) CROSS JOIN ashlar_lock.floor f
      WHERE NOT EXISTS (SELECT FROM ashlar_lock.lock l WHERE l.name = n.name)
      ORDER BY n.name ON CONFLICT (name) DO NOTHING;
      SELECT id, name, token, places, permits, delay_millis, configured, blocked_until,
          CASE WHEN cardinality(?) = 0 THEN 0
              ELSE (SELECT count(*) FROM ashlar_lock.waiter w
                  WHERE w.lock_id = l.id AND w.node IS NULL)
              END AS kept
      FROM ashlar_lock.lock l WHERE name = ANY(?) ORDER BY name FOR UPDATE;
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

  private static final String STORE =
      """
      WITH changed AS (
          UPDATE ashlar_lock.lock l
          SET token = n.token, places = n.places, permits = n.permits,
              delay_millis = n.delay_millis, configured = n.configured,
              blocked_until = n.blocked_until::timestamptz
          FROM unnest(?, ?, ?, ?, ?, ?, ?) AS n (id, token, places, permits, delay_millis,
              configured, blocked_until)
          WHERE l.id = n.id),
      held AS (
          INSERT INTO ashlar_lock.holder (lease, lock_id, token, owner, mode, permits, times,
              told, session, ticket, metadata, acquired_at, expires_at)
          SELECT n.lease, n.lock_id, n.token, n.owner, n.mode, n.permits, n.times,
              n.told, n.session, n.ticket, n.metadata, n.acquired_at::timestamptz,
              n.expires_at::timestamptz
          FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (lease, lock_id, token, owner,
              mode, permits, times, told, session, ticket, metadata, acquired_at, expires_at)),
      past AS (
          INSERT INTO ashlar_lock.past (lock_id, token, slot, lease, owner, acquired_at,
              released_at, how, reason)
          SELECT n.lock_id, n.token, ?, n.lease, n.owner, n.acquired_at::timestamptz,
              ?::timestamptz, n.how, n.reason
          FROM unnest(?, ?, ?, ?, ?, ?, ?) AS n (lock_id, token, lease, owner, acquired_at, how,
              reason))
      DELETE FROM ashlar_lock.holder WHERE lease = ANY(?)
      """;

  private static final String PROLONG =
      """
      UPDATE ashlar_lock.holder h
      SET times = n.times, told = n.told, metadata = n.metadata,
          expires_at = n.expires_at::timestamptz
      FROM unnest(?, ?, ?, ?, ?) AS n (lease, times, told, metadata, expires_at)
      WHERE h.lease = n.lease
      """;

  private static final String LEAVE = "DELETE FROM ashlar_lock.waiter WHERE id = ANY(?)";

  private static final String AWAIT =
      """
      INSERT INTO ashlar_lock.waiter (id, lock_id, place, owner, mode, permits, ttl_millis,
          session, ticket, metadata, node, since, called_at, kept_until)
      SELECT n.id, n.lock_id, n.place, n.owner, n.mode, n.permits, n.ttl_millis,
          n.session, n.ticket, n.metadata, n.node, n.since::timestamptz,
          n.called_at::timestamptz, n.kept_until::timestamptz
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (id, lock_id, place, owner,
          mode, permits, ttl_millis, session, ticket, metadata, node, since, called_at,
          kept_until)
      """;

  private static final String MOVE =
      """
      UPDATE ashlar_lock.waiter w
      SET node = n.node, called_at = n.called_at::timestamptz,
          kept_until = n.kept_until::timestamptz
      FROM unnest(?, ?, ?, ?) AS n (id, node, called_at, kept_until)
      WHERE w.id = n.id
      """;

  private static final String BEFORE =
      """
      SELECT (SELECT count(*) FROM ashlar_lock.waiter w
          WHERE w.lock_id = asked.lock_id AND w.place < asked.place)
      FROM unnest(?, ?) WITH ORDINALITY AS asked (lock_id, place, n) ORDER BY asked.n
      """;

  private static final int SLOTS = 8;

  private final Connection connection;
  private final Duration patience;

  /**
   * @param patience how long to wait for a row that somebody else has locked
   */
  LockTable(Connection connection, Duration patience) {
    this.connection = connection;
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
      Array names = array("text", locks);
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
    boolean complete = current.locks.keySet().containsAll(wanted.toCreate);
    return complete ? current : lockAndRead(wanted); // one was removed while it was waited for
  }

  private Current lockAndRead(Wanted wanted) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_READ)) {
      Array names = array("text", wanted.locks);
      Array tickets = array("text", wanted.tickets);
      int next = 1;
      statement.setString(next++, Long.toString(patience.toMillis()));
      statement.setArray(next++, array("text", wanted.toCreate));
      statement.setArray(next++, tickets);
      statement.setArray(next++, names);
      statement.setArray(next++, names);
      statement.setArray(next++, names);
      statement.setInt(next++, FIRST_WAITERS + 1);
      statement.setArray(next++, array("uuid", wanted.waiters));
      statement.setArray(next++, tickets);
      statement.setArray(next, tickets);
      statement.execute();
      return new Reading(statement).current();
    }
  }

  /** Takes in the results of the statement that locks and reads. */
  private static final class Reading {
    private final PreparedStatement statement;
    private final Map<Integer, String> names = new LinkedHashMap<>();
    private final Map<Integer, Settings> settings = new HashMap<>();
    private final Map<Integer, Integer> kept = new HashMap<>();
    private final Map<Integer, List<Grant>> holders = new HashMap<>();
    private final Map<Integer, List<Waiter>> waiters = new HashMap<>();
    private final Set<UUID> alive = new HashSet<>();
    private final Map<String, Instant> sessions = new HashMap<>();
    private Instant now = Instant.EPOCH;

    Reading(PreparedStatement statement) {
      this.statement = statement;
    }

    Current current() throws SQLException {
      statement.getMoreResults(); // not the timeout that was set
      statement.getMoreResults(); // nor how many were created
      try (ResultSet row = statement.getResultSet()) {
        while (row.next()) {
          names.put(row.getInt("id"), row.getString("name"));
          settings.put(row.getInt("id"), LockRows.settings(row));
          kept.put(row.getInt("id"), row.getInt("kept"));
        }
      }
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        while (row.next()) {
          now = LockRows.instant(row, "now");
          if (row.getObject("lease") != null) {
            noteSession(row);
            at(holders, row).add(LockRows.grant(row));
          }
        }
      }
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        while (row.next()) {
          noteSession(row);
          Waiter waiter = LockRows.waiter(row);
          at(waiters, row).add(waiter);
          if (waiter.node() != null && row.getBoolean("alive")) {
            alive.add(waiter.node());
          }
        }
      }
      Map<String, LockState> locks = new HashMap<>();
      names.forEach((id, name) -> locks.put(name, state(id, name)));
      return new Current(now, locks, alive, sessions);
    }

    private LockState state(int id, String name) {
      List<Waiter> first = waiters.getOrDefault(id, List.of());
      return new LockState(
          id,
          name,
          java.util.Objects.requireNonNull(settings.get(id)),
          holders.getOrDefault(id, List.of()),
          first,
          first.size() > FIRST_WAITERS,
          kept.getOrDefault(id, 0));
    }

    /** A session whose row is there lives, even if it is over: who sweeps decides on that. */
    private void noteSession(ResultSet row) throws SQLException {
      Instant end = LockRows.instantOrNull(row, "session_end");
      String session = row.getString("session");
      if (end != null && session != null) {
        sessions.put(session, end);
      }
    }

    private static <T> List<T> at(Map<Integer, List<T>> lists, ResultSet row) throws SQLException {
      return lists.computeIfAbsent(row.getInt("lock_id"), id -> new ArrayList<>());
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
      statement.setArray(2, array("text", ids));
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
      statement.setArray(1, array("int4", locks));
      statement.setArray(2, array("int8", places));
      try (ResultSet row = statement.executeQuery()) {
        List<Long> counts = new ArrayList<>();
        while (row.next()) {
          counts.add(row.getLong(1));
        }
        return counts;
      }
    }
  }

  /** Stores what a batch made of its locks. */
  void store(Collection<LockState> locks, Instant now) throws SQLException {
    List<At<Settings>> settings = new ArrayList<>();
    for (LockState lock : locks) {
      if (lock.settingsChanged()) {
        settings.add(new At<>(lock.id, lock.settings()));
      }
    }
    List<At<Grant>> held = all(locks, LockState::newHolders);
    List<At<Former>> past = all(locks, lock -> lock.past);
    List<UUID> gone = locks.stream().flatMap(l -> l.goneHolders().stream()).toList();
    if (!settings.isEmpty() || !held.isEmpty() || !past.isEmpty() || !gone.isEmpty()) {
      store(settings, held, past, gone, now);
    }
    prolong(locks.stream().flatMap(l -> l.changedHolders().stream()).toList());
    leave(locks.stream().flatMap(l -> l.goneWaiters().stream()).toList());
    await(all(locks, LockState::newWaiters));
    move(locks.stream().flatMap(l -> l.changedWaiters().stream()).toList());
  }

  /** Something of a lock. */
  private record At<T>(int lock, T item) {}

  private static <T> List<At<T>> all(
      Collection<LockState> locks, Function<LockState, List<T>> items) {
    List<At<T>> all = new ArrayList<>();
    locks.forEach(lock -> items.apply(lock).forEach(item -> all.add(new At<>(lock.id, item))));
    return all;
  }

  private void store(
      List<At<Settings>> settings,
      List<At<Grant>> held,
      List<At<Former>> past,
      List<UUID> gone,
      Instant now)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STORE)) {
      int next = 1;
      statement.setArray(next++, array("int4", settings, At::lock));
      statement.setArray(next++, array("int8", settings, a -> a.item.token()));
      statement.setArray(next++, array("int8", settings, a -> a.item.places()));
      statement.setArray(next++, array("int4", settings, a -> a.item.permits()));
      statement.setArray(next++, array("int8", settings, a -> a.item.delay().toMillis()));
      statement.setArray(next++, array("bool", settings, a -> a.item.configured()));
      statement.setArray(next++, times(settings, a -> a.item.blockedUntil()));
      statement.setArray(next++, array("uuid", held, a -> a.item.lease()));
      statement.setArray(next++, array("int4", held, At::lock));
      statement.setArray(next++, array("int8", held, a -> a.item.token()));
      statement.setArray(next++, array("text", held, a -> a.item.owner()));
      statement.setArray(next++, array("text", held, a -> a.item.mode().label()));
      statement.setArray(next++, array("int4", held, a -> a.item.permits()));
      statement.setArray(next++, array("int4", held, a -> a.item.times()));
      statement.setArray(next++, array("int4", held, a -> a.item.told()));
      statement.setArray(next++, array("text", held, a -> a.item.session()));
      statement.setArray(next++, array("text", held, a -> a.item.ticket()));
      statement.setArray(next++, array("text", held, a -> a.item.metadata()));
      statement.setArray(next++, times(held, a -> a.item.acquiredAt()));
      statement.setArray(next++, times(held, a -> ownEnd(a.item)));
      statement.setInt(next++, slot(now));
      statement.setString(next++, now.toString());
      statement.setArray(next++, array("int4", past, At::lock));
      statement.setArray(next++, array("int8", past, a -> a.item.grant().token()));
      statement.setArray(next++, array("uuid", past, a -> a.item.grant().lease()));
      statement.setArray(next++, array("text", past, a -> a.item.grant().owner()));
      statement.setArray(next++, times(past, a -> a.item.grant().acquiredAt()));
      statement.setArray(next++, array("text", past, a -> LockRows.label(a.item.how())));
      statement.setArray(next++, array("text", past, a -> a.item.reason()));
      statement.setArray(next, array("uuid", gone));
      statement.executeUpdate();
    }
  }

  private void prolong(List<Grant> grants) throws SQLException {
    if (grants.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PROLONG)) {
      statement.setArray(1, array("uuid", grants, Grant::lease));
      statement.setArray(2, array("int4", grants, Grant::times));
      statement.setArray(3, array("int4", grants, Grant::told));
      statement.setArray(4, array("text", grants, Grant::metadata));
      statement.setArray(5, times(grants, LockTable::ownEnd));
      statement.executeUpdate();
    }
  }

  private void leave(List<UUID> waiters) throws SQLException {
    if (waiters.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(LEAVE)) {
      statement.setArray(1, array("uuid", waiters));
      statement.executeUpdate();
    }
  }

  private void await(List<At<Waiter>> waiters) throws SQLException {
    if (waiters.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(AWAIT)) {
      int next = 1;
      statement.setArray(next++, array("uuid", waiters, a -> a.item.id()));
      statement.setArray(next++, array("int4", waiters, At::lock));
      statement.setArray(next++, array("int8", waiters, a -> a.item.place()));
      statement.setArray(next++, array("text", waiters, a -> a.item.claim().owner()));
      statement.setArray(next++, array("text", waiters, a -> a.item.claim().mode().label()));
      statement.setArray(next++, array("int4", waiters, a -> a.item.claim().permits()));
      statement.setArray(next++, array("int8", waiters, a -> a.item.claim().ttl().toMillis()));
      statement.setArray(next++, array("text", waiters, a -> a.item.claim().session()));
      statement.setArray(next++, array("text", waiters, a -> a.item.claim().ticket()));
      statement.setArray(next++, array("text", waiters, a -> a.item.claim().metadata()));
      statement.setArray(next++, array("uuid", waiters, a -> a.item.node()));
      statement.setArray(next++, times(waiters, a -> a.item.since()));
      statement.setArray(next++, times(waiters, a -> a.item.calledAt()));
      statement.setArray(next, times(waiters, a -> a.item.keptUntil()));
      statement.executeUpdate();
    }
  }

  private void move(List<Waiter> waiters) throws SQLException {
    if (waiters.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
      statement.setArray(1, array("uuid", waiters, Waiter::id));
      statement.setArray(2, array("uuid", waiters, Waiter::node));
      statement.setArray(3, times(waiters, Waiter::calledAt));
      statement.setArray(4, times(waiters, Waiter::keptUntil));
      statement.executeUpdate();
    }
  }

  /** The partition of the history that a moment belongs to. */
  static int slot(Instant at) {
    return Math.floorMod(at.getEpochSecond() / Duration.ofDays(1).toSeconds(), SLOTS);
  }

  private static @Nullable Instant ownEnd(Grant grant) {
    return grant.session() == null ? grant.expiresAt() : null;
  }

  private Array array(String type, Collection<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  private <T> Array array(String type, List<T> items, Function<T, @Nullable Object> value)
      throws SQLException {
    Object[] values = new Object[items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(items.get(i));
    }
    return connection.createArrayOf(type, values);
  }

  private <T> Array times(List<T> items, Function<T, @Nullable Instant> time) throws SQLException {
    return array(
        "text",
        items,
        item -> {
          Instant at = time.apply(item);
          return at == null ? null : at.toString();
        });
  }
}
