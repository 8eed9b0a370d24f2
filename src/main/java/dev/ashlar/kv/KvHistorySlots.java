package dev.ashlar.kv;

import dev.ashlar.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The partitions of the history: opens them ahead of time and drops what is over. Thread-safe. */
@ApplicationScoped
class KvHistorySlots {
  private static final String AGES =
      """
      SELECT clock_timestamp() AS now,
          greatest(max(history_millis), ?) AS longest, array_agg(DISTINCT history_millis) AS ages
      FROM ashlar_kv.bucket WHERE NOT dropped
      """;
  private static final String SLOTS =
      """
      SELECT substring(c.relname FROM 8)::integer
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'ashlar_kv.change'::regclass
      """;

  @Inject Database database;

  private final Set<Integer> open = ConcurrentHashMap.newKeySet();

  /** Slots that are known to be open; there may be more. */
  Set<Integer> open() {
    return open;
  }

  /** Opens the slots that are needed next, each in a transaction of its own; drops what is over. */
  void maintain() {
    Set<Integer> there = database.sqlInTransaction(KvHistorySlots::slots);
    open.retainAll(there);
    open.addAll(there);
    Ages ages = database.sqlInTransaction(KvHistorySlots::ages);
    for (int slot : ages.needed()) {
      if (!there.contains(slot)) {
        call("SELECT ashlar_kv.open_slot(?)", slot);
        open.add(slot);
      }
    }
    for (int slot : there) {
      if (KvSlots.isOver(slot, ages.longest, ages.now)) {
        open.remove(slot);
        call("SELECT ashlar_kv.drop_slot(?)", slot);
      }
    }
  }

  /** The ages that buckets look back for. */
  private record Ages(Instant now, Duration longest, Set<Duration> all) {
    Set<Integer> needed() {
      Set<Integer> needed = new TreeSet<>();
      for (Duration age : all) {
        needed.add(KvSlots.of(age, now));
        needed.add(KvSlots.next(age, now));
      }
      return needed;
    }
  }

  private static Ages ages(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AGES)) {
      statement.setLong(1, KvConfig.DEFAULT_HISTORY.toMillis());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Set<Duration> all = new TreeSet<>(Set.of(KvConfig.DEFAULT_HISTORY));
        java.sql.Array ages = row.getArray("ages");
        if (ages != null) {
          for (Long millis : (Long[]) ages.getArray()) {
            if (millis != null) {
              all.add(Duration.ofMillis(millis));
            }
          }
        }
        return new Ages(KvRows.instant(row, "now"), Duration.ofMillis(row.getLong("longest")), all);
      }
    }
  }

  private static Set<Integer> slots(Connection connection) throws SQLException {
    Set<Integer> slots = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(SLOTS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        slots.add(row.getInt(1));
      }
    }
    return slots;
  }

  private void call(String function, int slot) {
    boolean unused =
        database.sqlInTransaction(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(function)) {
                statement.setInt(1, slot);
                return statement.execute();
              }
            });
  }
}
