package dev.ashlar.platform.cluster;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.RequestMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The statements on the rows of nodes. */
@ApplicationScoped
class NodeTable {
  private static final String JOIN =
      """
      INSERT INTO ashlar_platform.node
          (name, incarnation, address, version, lease_millis, started_at, last_seen_at)
      VALUES (:name, :incarnation, :address, :version, :lease,
          clock_timestamp(), clock_timestamp())
      ON CONFLICT (name) DO UPDATE SET
          incarnation = excluded.incarnation, address = excluded.address,
          version = excluded.version, lease_millis = excluded.lease_millis,
          started_at = excluded.started_at, last_seen_at = excluded.last_seen_at, left_at = NULL,
          requests_per_second = NULL, latency_p50_millis = NULL, latency_p99_millis = NULL
      """;
  private static final String BEAT =
      """
      UPDATE ashlar_platform.node SET last_seen_at = clock_timestamp(), left_at = NULL,
          requests_per_second = ?, latency_p50_millis = ?, latency_p99_millis = ?
      WHERE name = ? AND incarnation = ?
      RETURNING last_seen_at
      """;
  private static final String LAST_SEEN =
      """
      SELECT last_seen_at FROM ashlar_platform.node WHERE name = ? AND incarnation = ?
      """;
  private static final String LEAVE =
      """
      UPDATE ashlar_platform.node SET left_at = clock_timestamp(), last_seen_at = clock_timestamp()
      WHERE name = :name AND incarnation = :incarnation
      """;
  private static final String FORGET =
      """
      DELETE FROM ashlar_platform.node WHERE last_seen_at < clock_timestamp() - interval '1 day'
      """;

  @Inject Database database;

  void join(Identity self, Duration lease) {
    database.inTransaction(
        entities -> {
          entities.createNativeQuery(FORGET).executeUpdate();
          return entities
              .createNativeQuery(JOIN)
              .setParameter("name", self.name())
              .setParameter("incarnation", self.incarnation())
              .setParameter("address", self.address())
              .setParameter("version", self.version())
              .setParameter("lease", lease.toMillis())
              .executeUpdate();
        });
  }

  /** When it was, by the database's clock; empty when the row belongs to another process by now. */
  Optional<Instant> beat(Identity self, RequestMeter.Load load) {
    return database.sqlInTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
            statement.setDouble(1, load.requestsPerSecond());
            statement.setObject(2, load.latencyP50Millis(), Types.DOUBLE);
            statement.setObject(3, load.latencyP99Millis(), Types.DOUBLE);
            return lastSeen(statement, 4, self);
          }
        });
  }

  /** The last heartbeat that stands where the connection leads, which may be a replica. */
  static Optional<Instant> lastSeen(Connection connection, Identity self) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST_SEEN)) {
      return lastSeen(statement, 1, self);
    }
  }

  private static Optional<Instant> lastSeen(PreparedStatement statement, int first, Identity self)
      throws SQLException {
    statement.setString(first, self.name());
    statement.setObject(first + 1, self.incarnation());
    try (ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
          : Optional.empty();
    }
  }

  void leave(Identity self) {
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery(LEAVE)
                .setParameter("name", self.name())
                .setParameter("incarnation", self.incarnation())
                .executeUpdate());
  }
}
