package dev.ashlar.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the table knows of those who wait at a node.
 *
 * @param node its incarnation
 */
record LockWaitTable(Connection connection, UUID node) {
  private static final String CALLED =
      """
      SELECT DISTINCT l.name FROM ashlar_lock.waiter w JOIN ashlar_lock.lock l ON l.id = w.lock_id
      WHERE w.node = ? AND w.called_at IS NOT NULL
      """;

  /** What stands of waiters: they still wait here, or elsewhere, or hold it already. */
  private static final String STANDING =
      """
      SELECT id, CASE WHEN node = ? THEN 'here' ELSE 'away' END AS stands
      FROM ashlar_lock.waiter WHERE id = ANY(?)
      UNION ALL SELECT lease, 'holds' FROM ashlar_lock.holder WHERE lease = ANY(?)
      """;

  /** Rows whose call has ended otherwise, because the database was away when it did. */
  private static final String STRAYS =
      """
      SELECT w.id, l.name FROM ashlar_lock.waiter w JOIN ashlar_lock.lock l ON l.id = w.lock_id
      WHERE w.node = ? AND w.since < clock_timestamp() - interval '5 seconds'
      """;

  /** The locks that it is the turn for of somebody here. */
  Set<String> called() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CALLED)) {
      statement.setObject(1, node);
      try (ResultSet row = statement.executeQuery()) {
        Set<String> locks = new HashSet<>();
        while (row.next()) {
          locks.add(row.getString(1));
        }
        return locks;
      }
    }
  }

  /** Those in the table who have waited for a while, whether or not anybody here knows of them. */
  List<LockCommand.Abandon> strays() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STRAYS)) {
      statement.setObject(1, node);
      try (ResultSet row = statement.executeQuery()) {
        List<LockCommand.Abandon> strays = new ArrayList<>();
        while (row.next()) {
          strays.add(new LockCommand.Abandon(row.getString(2), row.getObject(1, UUID.class), 1));
        }
        return strays;
      }
    }
  }

  /** How these waiters stand: {@code here}, {@code away}, {@code holds}, or not at all. */
  Map<UUID, String> standing(List<UUID> waiters) throws SQLException {
    Object[] ids = waiters.toArray();
    try (PreparedStatement statement = connection.prepareStatement(STANDING)) {
      statement.setObject(1, node);
      statement.setArray(2, connection.createArrayOf("uuid", ids));
      statement.setArray(3, connection.createArrayOf("uuid", ids));
      try (ResultSet row = statement.executeQuery()) {
        Map<UUID, String> standing = new HashMap<>();
        while (row.next()) {
          standing.put(row.getObject(1, UUID.class), row.getString(2));
        }
        return standing;
      }
    }
  }
}
