package dev.ashlar.lock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at locks without touching them. Thread-safe. */
@ApplicationScoped
class LockViews {
  private static final int MOST_WAITERS = 1_000;
  private static final int MOST_FORMER = 100;
  private static final String LOCKS =
      """
      SELECT l.*, (SELECT count(*) FROM ashlar_lock.waiter w
          WHERE w.lock_id = l.id AND w.node IS NOT NULL) AS waiting
      FROM ashlar_lock.lock l
      WHERE l.name > ? AND starts_with(l.name, ?) AND l.name >= ? ORDER BY l.name LIMIT ?
      """;
  private static final String LOCK =
      """
      SELECT l.*, (SELECT count(*) FROM ashlar_lock.waiter w
          WHERE w.lock_id = l.id AND w.node IS NOT NULL) AS waiting
      FROM ashlar_lock.lock l WHERE l.name = ?
      """;
  private static final String FLOOR = "SELECT token FROM ashlar_lock.floor";

  private static final String HOLDERS =
      """
      SELECT h.*, s.expires_at AS session_end
      FROM ashlar_lock.holder h LEFT JOIN ashlar_lock.session s ON s.id = h.session
      WHERE h.lock_id = ANY(?) AND coalesce(h.expires_at, s.expires_at) > clock_timestamp()
      ORDER BY h.token
      """;
  private static final String WAITERS =
      """
      SELECT owner, mode, row_number() OVER (ORDER BY place) AS place, since
      FROM ashlar_lock.waiter WHERE lock_id = ? AND (node IS NOT NULL OR kept_until > now())
      ORDER BY place LIMIT ?
      """;
  private static final String PAST =
      """
      SELECT owner, token, acquired_at, released_at, how, reason
      FROM ashlar_lock.past WHERE lock_id = ? ORDER BY token DESC LIMIT ?
      """;
  private static final String HOW_IT_ENDED =
      """
      SELECT p.how, p.reason FROM ashlar_lock.past p JOIN ashlar_lock.lock l ON l.id = p.lock_id
      WHERE l.name = ? AND p.lease = ? AND p.token > l.token - 1000 LIMIT 1
      """;

  @Inject Database database;

  /** Who holds a lock; the lease and the session only for administrators. */
  public record Holder(
      @Nullable UUID lease,
      String owner,
      LockMode mode,
      long token,
      int permits,
      Instant acquiredAt,
      Instant expiresAt,
      @Nullable String session,
      @Nullable JsonNode metadata) {
    static Holder of(Grant grant, boolean secrets) {
      return new Holder(
          secrets ? grant.lease() : null,
          grant.owner(),
          grant.mode(),
          grant.token(),
          grant.permits(),
          grant.acquiredAt(),
          grant.expiresAt(),
          secrets ? grant.session() : null,
          json(grant.metadata()));
    }
  }

  /** Who waits for a lock; {@code place} counts from 1. */
  public record Queued(String owner, LockMode mode, long place, Instant since) {}

  /** Who held a lock. */
  public record Past(
      String owner,
      long token,
      Instant acquiredAt,
      Instant releasedAt,
      String how,
      @Nullable String reason) {}

  /** A lock in a list. */
  record Summary(
      String lock, int permits, Duration delay, long token, List<Grant> holders, long waiting) {}

  /** A lock with all that is known of it. */
  record Detail(Summary summary, List<Queued> waiters, List<Past> history) {}

  private record Row(int id, LockState.Settings settings, long waiting) {}

  /** The locks whose names begin with this, after a name. */
  List<Summary> list(String prefix, String after, int limit) {
    return database.sqlInTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LOCKS)) {
            statement.setString(1, after);
            statement.setString(2, prefix);
            statement.setString(3, prefix);
            statement.setInt(4, limit);
            return summaries(connection, rows(statement));
          }
        });
  }

  /** A lock; one that never was looks like one that is free. */
  Detail detail(String lock) {
    return database.sqlInTransaction(
        connection -> {
          Map<String, Row> rows = row(connection, lock);
          if (rows.isEmpty()) {
            return new Detail(free(connection, lock), List.of(), List.of());
          }
          int id = rows.values().iterator().next().id;
          return new Detail(
              summaries(connection, rows).get(0), waiters(connection, id), past(connection, id));
        });
  }

  Summary summary(String lock) {
    return database.sqlInTransaction(
        connection -> {
          Map<String, Row> rows = row(connection, lock);
          return rows.isEmpty() ? free(connection, lock) : summaries(connection, rows).get(0);
        });
  }

  /** Why a lease is over, in words. */
  String whyLost(String lock, UUID lease) {
    Ended ended = ended(lock, lease);
    return why(ended.how, ended.reason);
  }

  /** How a lease ended; empty when that is not known. */
  String howEnded(String lock, UUID lease) {
    return ended(lock, lease).how;
  }

  private record Ended(String how, @Nullable String reason) {}

  private Ended ended(String lock, UUID lease) {
    return database.sqlInTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(HOW_IT_ENDED)) {
            statement.setString(1, lock);
            statement.setObject(2, lease);
            try (ResultSet row = statement.executeQuery()) {
              return row.next()
                  ? new Ended(row.getString("how"), row.getString("reason"))
                  : new Ended("", null);
            }
          }
        });
  }

  private static String why(String how, @Nullable String reason) {
    return switch (how) {
      case "broken" ->
          "An administrator broke the lock" + (reason == null ? "." : ", saying: " + reason);
      case "released" -> "The lock was released.";
      case "" -> "There is no such lease; acquire the lock.";
      case "session" -> "The session that it was held under is over.";
      default -> "The lease was not renewed in time.";
    };
  }

  static @Nullable JsonNode json(@Nullable String text) {
    try {
      return text == null ? null : Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Row> row(Connection connection, String lock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setString(1, lock);
      return rows(statement);
    }
  }

  private static Map<String, Row> rows(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      Map<String, Row> rows = new LinkedHashMap<>();
      while (row.next()) {
        rows.put(
            row.getString("name"),
            new Row(row.getInt("id"), LockRows.settings(row), row.getLong("waiting")));
      }
      return rows;
    }
  }

  /** One that has no row, whose next token will be above those of all that were removed. */
  private static Summary free(Connection connection, String lock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FLOOR);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Summary(lock, 1, Duration.ZERO, row.getLong(1), List.of(), 0);
    }
  }

  private static List<Summary> summaries(Connection connection, Map<String, Row> rows)
      throws SQLException {
    Map<Integer, List<Grant>> holders = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
      Object[] ids = rows.values().stream().map(Row::id).toArray();
      statement.setArray(1, connection.createArrayOf("int4", ids));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          holders
              .computeIfAbsent(row.getInt("lock_id"), id -> new ArrayList<>())
              .add(LockRows.grant(row));
        }
      }
    }
    List<Summary> summaries = new ArrayList<>();
    rows.forEach(
        (name, row) ->
            summaries.add(
                new Summary(
                    name,
                    row.settings.permits(),
                    row.settings.delay(),
                    row.settings.token(),
                    holders.getOrDefault(row.id, List.of()),
                    row.waiting)));
    return summaries;
  }

  private static List<Queued> waiters(Connection connection, int lock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WAITERS)) {
      statement.setInt(1, lock);
      statement.setInt(2, MOST_WAITERS);
      try (ResultSet row = statement.executeQuery()) {
        List<Queued> waiters = new ArrayList<>();
        while (row.next()) {
          waiters.add(
              new Queued(
                  row.getString("owner"),
                  LockMode.of(row.getString("mode")),
                  row.getLong("place"),
                  LockRows.instant(row, "since")));
        }
        return waiters;
      }
    }
  }

  private static List<Past> past(Connection connection, int lock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PAST)) {
      statement.setInt(1, lock);
      statement.setInt(2, MOST_FORMER);
      try (ResultSet row = statement.executeQuery()) {
        List<Past> past = new ArrayList<>();
        while (row.next()) {
          past.add(
              new Past(
                  row.getString("owner"),
                  row.getLong("token"),
                  LockRows.instant(row, "acquired_at"),
                  LockRows.instant(row, "released_at"),
                  row.getString("how"),
                  row.getString("reason")));
        }
        return past;
      }
    }
  }
}
