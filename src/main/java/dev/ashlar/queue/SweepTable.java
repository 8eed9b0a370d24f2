package dev.ashlar.queue;

import dev.ashlar.platform.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements that tell which queues time has to do with. */
final class SweepTable {
  private static final String CLAIM =
      """
      UPDATE ashlar_queue.sweep SET at = clock_timestamp()
      WHERE at < clock_timestamp() - ? * interval '1 second'
      """;

  /** Queues that hold what is older than they keep it, as far as it was not dropped. */
  private static final String DUE =
      """
      SELECT q.name FROM ashlar_queue.queue q
      CROSS JOIN LATERAL (SELECT m.sent_at FROM ashlar_queue.message m
          WHERE m.queue_id = q.id AND m.position > coalesce(
              (SELECT e.positions[1] FROM ashlar_queue.event e
                  WHERE e.queue_id = q.id AND e.kind = 'purged' ORDER BY e.position DESC LIMIT 1),
              0)
          ORDER BY m.position LIMIT 1) AS oldest
      WHERE oldest.sent_at < clock_timestamp() - q.retention_millis * interval '1 millisecond'
      """;

  /** Queues with which nothing happens, and the last that did. */
  private static final String QUIET =
      """
      SELECT q.name, last.position FROM ashlar_queue.queue q
      CROSS JOIN LATERAL (SELECT e.position, e.at FROM ashlar_queue.event e
          WHERE e.queue_id = q.id AND e.kind <> 'checkpoint'
          ORDER BY e.position DESC LIMIT 1) AS last
      WHERE last.at < clock_timestamp() - ? * interval '1 second'
      """;

  private final Connection connection;

  SweepTable(Connection connection) {
    this.connection = connection;
  }

  /** Whether no node has swept for so long; this one does then. */
  boolean claim(int seconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      statement.setInt(1, seconds);
      return statement.executeUpdate() > 0;
    }
  }

  /** The names of queues that have something to drop. */
  List<String> due() throws SQLException {
    Database.useIndexes(connection);
    try (PreparedStatement statement = connection.prepareStatement(DUE);
        ResultSet row = statement.executeQuery()) {
      List<String> names = new ArrayList<>();
      while (row.next()) {
        names.add(row.getString(1));
      }
      return names;
    }
  }

  /**
   * The queues with which nothing has happened for so long, with the position of the last event.
   */
  Map<String, Long> quiet(int seconds) throws SQLException {
    Database.useIndexes(connection);
    try (PreparedStatement statement = connection.prepareStatement(QUIET)) {
      statement.setInt(1, seconds);
      try (ResultSet row = statement.executeQuery()) {
        Map<String, Long> last = new HashMap<>();
        while (row.next()) {
          last.put(row.getString(1), row.getLong(2));
        }
        return last;
      }
    }
  }
}
