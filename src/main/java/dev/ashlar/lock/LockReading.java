package dev.ashlar.lock;

import dev.ashlar.lock.LockState.Settings;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Takes in the results of the statement that locks and reads. */
final class LockReading {
  private final PreparedStatement statement;
  private final Map<Integer, String> names = new LinkedHashMap<>();
  private final Map<Integer, Settings> settings = new HashMap<>();
  private final Map<Integer, Integer> kept = new HashMap<>();
  private final Map<Integer, List<Grant>> holders = new HashMap<>();
  private final Map<Integer, List<Waiter>> waiters = new HashMap<>();
  private final Set<UUID> alive = new HashSet<>();
  private final Map<String, Instant> sessions = new HashMap<>();
  private Instant now = Instant.EPOCH;

  LockReading(PreparedStatement statement) {
    this.statement = statement;
  }

  LockTable.Current current() throws SQLException {
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
    return new LockTable.Current(now, locks, alive, sessions);
  }

  private LockState state(int id, String name) {
    List<Waiter> first = waiters.getOrDefault(id, List.of());
    return new LockState(
        id,
        name,
        Objects.requireNonNull(settings.get(id)),
        holders.getOrDefault(id, List.of()),
        first,
        first.size() > LockTable.FIRST_WAITERS,
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
