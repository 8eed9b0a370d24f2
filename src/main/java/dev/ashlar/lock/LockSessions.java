package dev.ashlar.lock;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.OverloadedException;
import dev.ashlar.platform.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sessions: what is held under one is held as long as it is kept alive. Thread-safe. */
@ApplicationScoped
class LockSessions {
  private static final String CREATE =
      """
      INSERT INTO ashlar_lock.session (id, owner, ttl_millis, created_at, expires_at)
      SELECT ?, ?, ?, clock_timestamp(), clock_timestamp() + ? * interval '1 millisecond'
      WHERE (SELECT count(*) FROM ashlar_lock.session) < ?
      RETURNING id, owner, ttl_millis, expires_at
      """;
  private static final String KEEP_ALIVE =
      """
      UPDATE ashlar_lock.session
      SET expires_at = clock_timestamp() + ttl_millis * interval '1 millisecond'
      WHERE id = ? AND expires_at > clock_timestamp()
      RETURNING id, owner, ttl_millis, expires_at
      """;
  private static final String READ =
      """
      SELECT id, owner, ttl_millis, expires_at FROM ashlar_lock.session
      WHERE id = ? AND expires_at > clock_timestamp()
      """;
  private static final String END =
      """
      WITH ended AS (DELETE FROM ashlar_lock.session WHERE id = ?)
      SELECT l.name FROM ashlar_lock.holder h JOIN ashlar_lock.lock l ON l.id = h.lock_id
      WHERE h.session = ?
      """;

  /** One whose row somebody has locked is kept alive the next time, and holds up no other. */
  private static final String KEEP_ALL_ALIVE =
      """
      UPDATE ashlar_lock.session
      SET expires_at = clock_timestamp() + ttl_millis * interval '1 millisecond'
      WHERE id IN (SELECT id FROM ashlar_lock.session WHERE id = ANY(?)
              ORDER BY id FOR UPDATE SKIP LOCKED)
          AND expires_at > clock_timestamp()
      RETURNING id
      """;

  private static final String HELD =
      """
      SELECT s.id, l.name, h.token, h.lease
      FROM ashlar_lock.session s
      LEFT JOIN (ashlar_lock.holder h JOIN ashlar_lock.lock l ON l.id = h.lock_id)
          ON h.session = s.id
      WHERE s.id = ANY(?)
      """;

  @Inject Database database;
  @Inject LockEngine engine;
  @Inject LockViews views;

  @Inject
  @ConfigProperty(name = "ashlar.lock.sessions")
  int most;

  /** A lock that is held under a session. */
  record Held(String lock, long token, UUID lease) {}

  /**
   * A session as it is shown.
   *
   * @param ttl how long it lives after it was last kept alive
   */
  public record View(String id, String owner, Duration ttl, Instant expiresAt) {}

  /**
   * Begins one.
   *
   * @throws OverloadedException when there are too many already
   */
  View create(String owner, Duration ttl) {
    return database.sqlInTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
            statement.setString(1, SessionId.create());
            statement.setString(2, owner);
            statement.setLong(3, ttl.toMillis());
            statement.setLong(4, ttl.toMillis());
            statement.setInt(5, most);
            return view(statement)
                .orElseThrow(
                    () ->
                        new OverloadedException(
                            "There are " + most + " sessions already; end some first."));
          }
        });
  }

  /**
   * The session.
   *
   * @throws ProblemException 410 {@code session-lost} when it is over
   */
  View read(String id) {
    return database.sqlInTransaction(connection -> byId(connection, READ, id));
  }

  /** Keeps it alive for another time of its life, or finds that it is over as {@link #read}. */
  View keepAlive(String id) {
    return database.sqlInTransaction(connection -> byId(connection, KEEP_ALIVE, id));
  }

  /** Keeps many alive; answers those that it did. */
  Set<String> keepAlive(Collection<String> ids) {
    return database.sqlInTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(KEEP_ALL_ALIVE)) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
              Set<String> kept = new HashSet<>();
              while (row.next()) {
                kept.add(row.getString(1));
              }
              return kept;
            }
          }
        });
  }

  /** What these sessions hold; nothing of those that are over. */
  Map<String, List<Held>> held(Collection<String> ids) {
    return database.sqlInTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(HELD)) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
              Map<String, List<Held>> held = new HashMap<>();
              while (row.next()) {
                List<Held> own = held.computeIfAbsent(row.getString("id"), id -> new ArrayList<>());
                UUID lease = row.getObject("lease", UUID.class);
                if (lease != null) {
                  own.add(new Held(row.getString("name"), row.getLong("token"), lease));
                }
              }
              return held;
            }
          }
        });
  }

  /** How a grant ended, as the history has it. */
  String howEnded(String lock, UUID lease) {
    return views.howEnded(lock, lease);
  }

  /** Ends it; the stage completes when all that it held is free. */
  CompletionStage<Void> end(String id) {
    List<String> locks = database.sqlInTransaction(connection -> end(connection, id));
    return CompletableFuture.allOf(
        locks.stream()
            .map(lock -> engine.submit(new LockCommand.Look(lock)).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private static List<String> end(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      statement.setString(1, id);
      statement.setString(2, id);
      try (ResultSet row = statement.executeQuery()) {
        List<String> locks = new ArrayList<>();
        while (row.next()) {
          locks.add(row.getString(1));
        }
        return locks;
      }
    }
  }

  private static View byId(Connection connection, String sql, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      return view(statement).orElseThrow(LockProblems::sessionLost);
    }
  }

  private static Optional<View> view(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(
              new View(
                  row.getString("id"),
                  row.getString("owner"),
                  Duration.ofMillis(row.getLong("ttl_millis")),
                  LockRows.instant(row, "expires_at")))
          : Optional.empty();
    }
  }
}
