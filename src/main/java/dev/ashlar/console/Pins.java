package dev.ashlar.console;

import dev.ashlar.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pins the snapshot horizon of the database. Thread-safe. */
@ApplicationScoped
class Pins {
  /** What has no time is old when that many transactions have begun since. */
  private static final int MANY = 1_000_000;

  private static final int MOST = 20;

  /**
   * A vacuum has a snapshot too, but does not hold others up. Since when a slot is not used, is
   * known from PostgreSQL 17 on.
   */
  private static final String FIND =
      """
      SELECT * FROM (
          SELECT 'session' AS kind, pid, application_name AS name, usename AS user_name, state,
              xact_start AS since, greatest(age(backend_xmin), age(backend_xid)) AS transactions
          FROM pg_stat_activity
          WHERE pid <> pg_backend_pid() AND leader_pid IS NULL
              AND (datname = current_database() OR datname IS NULL)
              AND pid NOT IN (SELECT pid FROM pg_stat_progress_vacuum)
          UNION ALL
          SELECT 'prepared-transaction', NULL, gid, owner, NULL, prepared, age(transaction)
          FROM pg_prepared_xacts WHERE database = current_database()
          UNION ALL
          SELECT 'replication-slot', active_pid, slot_name, NULL,
              CASE WHEN active THEN 'active' ELSE 'not used' END,
              (to_jsonb(slot) ->> 'inactive_since')::timestamptz,
              greatest(age(xmin), age(catalog_xmin))
          FROM pg_replication_slots AS slot
          WHERE database = current_database() OR database IS NULL
      ) AS pin
      WHERE transactions IS NOT NULL
          AND CASE WHEN since IS NULL THEN transactions >= ?
              ELSE since <= clock_timestamp() - ? * interval '1 millisecond' END
      ORDER BY transactions DESC, since LIMIT ?
      """;

  private static final String SEES_ALL =
      "SELECT current_user, pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')";

  @Inject Database database;

  /**
   * What was found.
   *
   * @param items the one that holds up most comes first
   * @param role as which the database was asked
   * @param complete whether that role may see the sessions of others
   */
  public record Found(List<Pin> items, String role, boolean complete) {}

  Found olderThan(Duration age) {
    return database.sqlInTransaction(connection -> find(connection, age));
  }

  static Found find(Connection connection, Duration age) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SEES_ALL);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Found(pins(connection, age), row.getString(1), row.getBoolean(2));
    }
  }

  private static List<Pin> pins(Connection connection, Duration age) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setInt(1, MANY);
      statement.setLong(2, age.toMillis());
      statement.setInt(3, MOST);
      try (ResultSet row = statement.executeQuery()) {
        List<Pin> found = new ArrayList<>();
        while (row.next()) {
          found.add(pin(row));
        }
        return found;
      }
    }
  }

  private static Pin pin(ResultSet row) throws SQLException {
    return new Pin(
        row.getString("kind"),
        row.getObject("pid", Integer.class),
        row.getString("name"),
        row.getString("user_name"),
        row.getString("state"),
        instant(row.getObject("since", OffsetDateTime.class)),
        row.getLong("transactions"));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
