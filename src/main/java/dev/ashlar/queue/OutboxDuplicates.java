package dev.ashlar.queue;

import dev.ashlar.platform.database.SqlArrays;
import dev.ashlar.queue.QueueTable.DedupId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What was sent before under the ids of messages in the outbox, and was not purged since. */
final class OutboxDuplicates {
  /** The outbox is moved without the memory of its queues: their logs tell what was purged. */
  private static final String PURGED =
      """
      SELECT q.id, greatest((mark.state::json ->> 'purgedUpTo')::bigint,
          (SELECT max(e.positions[1]) FROM ashlar_queue.event e
              WHERE e.queue_id = q.id AND e.kind = 'purged'
                  AND e.position > coalesce(mark.position, 0))) AS up_to
      FROM unnest(?) AS q (id)
      LEFT JOIN LATERAL (SELECT e.position, e.state FROM ashlar_queue.event e
          WHERE e.queue_id = q.id AND e.kind = 'checkpoint'
          ORDER BY e.position DESC, e.at DESC LIMIT 1) AS mark ON true
      """;

  private final Connection connection;

  OutboxDuplicates(Connection connection) {
    this.connection = connection;
  }

  /** What is known of these ids, by queue and id. */
  Map<Integer, Map<String, SentMessage>> find(Collection<DedupId> ids) throws SQLException {
    Map<Integer, Map<String, SentMessage>> found = new HashMap<>();
    if (!ids.isEmpty()) {
      found.putAll(new QueueTable(connection).duplicates(ids));
    }
    if (!found.isEmpty()) {
      purged(found.keySet())
          .forEach(
              (queue, upTo) ->
                  found
                      .getOrDefault(queue, new HashMap<>())
                      .values()
                      .removeIf(sent -> sent.position() <= upTo));
    }
    return found;
  }

  /** Up to where these queues were purged. */
  private Map<Integer, Long> purged(Collection<Integer> queues) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PURGED)) {
      statement.setArray(1, new SqlArrays(connection).of("int4", queues));
      try (ResultSet row = statement.executeQuery()) {
        Map<Integer, Long> purged = new HashMap<>();
        while (row.next()) {
          purged.put(row.getInt("id"), row.getLong("up_to"));
        }
        return purged;
      }
    }
  }
}
