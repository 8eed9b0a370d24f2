package dev.ashlar.queue;

import dev.ashlar.platform.database.SqlArrays;
import dev.ashlar.queue.Checkpoint.LaneAt;
import dev.ashlar.queue.MessageHead.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The statements about the segments of the log. */
final class SegmentTable {
  /** What is left of a segment is carried over to the current one if it is no more than this. */
  private static final long MOST_CARRIED = 20_000;

  private static final long MOST_CARRIED_BYTES = 64 << 20;

  private static final String TURN =
      """
      UPDATE ashlar_queue.segment SET turn = turns.last + 1, opened_at = clock_timestamp()
      FROM (SELECT max(turn) AS last FROM ashlar_queue.segment) AS turns
      WHERE slot = (SELECT s.slot FROM ashlar_queue.segment s WHERE s.turn < turns.last
              AND NOT EXISTS (SELECT FROM ashlar_queue.message m WHERE m.slot = s.slot)
              AND NOT EXISTS (SELECT FROM ashlar_queue.event e WHERE e.slot = s.slot)
              ORDER BY s.turn LIMIT 1)
          AND EXISTS (SELECT FROM ashlar_queue.segment s WHERE s.turn = turns.last
              AND s.opened_at < clock_timestamp() - ? * interval '1 second'
              AND ashlar_queue.segment_size(s.slot) >= ?)
      """;

  /** Closed for so long that no batch may still be writing to it, and no sender repeat. */
  private static final String CLAIM =
      """
      UPDATE ashlar_queue.segment SET tried_at = clock_timestamp() WHERE slot =
          (SELECT s.slot FROM ashlar_queue.segment s
          CROSS JOIN LATERAL (SELECT l.opened_at FROM ashlar_queue.segment l
              WHERE l.turn > s.turn ORDER BY l.turn LIMIT 1) AS later
          WHERE s.turn > 0 AND s.turn < (SELECT max(turn) - 1 FROM ashlar_queue.segment)
              AND s.tried_at < clock_timestamp() - ? * interval '1 second'
              AND later.opened_at < clock_timestamp() - ? * interval '1 second'
                  - (SELECT coalesce(max(dedup_millis), 0) FROM ashlar_queue.queue)
                      * interval '1 millisecond'
              AND (EXISTS (SELECT FROM ashlar_queue.message m WHERE m.slot = s.slot)
                  OR EXISTS (SELECT FROM ashlar_queue.event e WHERE e.slot = s.slot))
          ORDER BY s.turn LIMIT 1)
      RETURNING slot
      """;

  private static final String LAST =
      """
      SELECT q.id, q.name, greatest(
          (SELECT max(position) FROM ashlar_queue.message WHERE queue_id = q.id AND slot = ?),
          (SELECT max(position) FROM ashlar_queue.event WHERE queue_id = q.id AND slot = ?)) AS last
      FROM ashlar_queue.queue q
      """;

  private static final String OPEN =
      """
      m.slot = ? AND m.queue_id = ? AND m.position > ? AND (m.position = ANY(?)
          OR (m.not_before IS NULL AND m.position > (?::bigint[])[m.lane + 2]
              AND m.position <> ALL(?))
          OR (m.not_before, m.position) > (?::timestamptz, ?))
      """;
  private static final String COUNT_OPEN =
      "SELECT count(*), coalesce(sum(size), 0) FROM ashlar_queue.message m WHERE " + OPEN;
  private static final String CARRY =
      """
      INSERT INTO ashlar_queue.message
      SELECT m.queue_id, m.position, (SELECT slot FROM ashlar_queue.segment
              ORDER BY turn DESC LIMIT 1), m.lane, m.priority, m.not_before, m.sent_at, m.size,
          m.group_name, m.dedup_id, m.id, m.content_type, m.headers, m.dead_from, m.dead_reason,
          m.dead_attempts, m.first_sent_at, m.last_error, m.body
      FROM ashlar_queue.message m WHERE
      """
          + OPEN;

  /** While it waits for those who read the segment, all queues wait for it. */
  private static final String NOT_LONG = "SET LOCAL lock_timeout = '50ms'";

  private final Connection connection;

  SegmentTable(Connection connection) {
    this.connection = connection;
  }

  /**
   * Begins the next segment if the current one is full and another is empty.
   *
   * @param bytes how large a segment becomes
   * @param seconds how long it is written to at least
   */
  boolean turn(long bytes, int seconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TURN)) {
      statement.setInt(1, seconds);
      statement.setLong(2, bytes);
      return statement.executeUpdate() > 0;
    }
  }

  /**
   * The slot of the oldest segment that may be emptied and that nobody has tried to; empty if there
   * is none.
   *
   * @param seconds how long it was not tried, and has been closed
   */
  Optional<Integer> claim(int seconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      statement.setInt(1, seconds);
      statement.setInt(2, seconds);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
      }
    }
  }

  /** A queue that has something in a segment. */
  record In(int id, String name, long last) {}

  List<In> queuesIn(int slot) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST)) {
      statement.setInt(1, slot);
      statement.setInt(2, slot);
      try (ResultSet row = statement.executeQuery()) {
        List<In> queues = new ArrayList<>();
        while (row.next()) {
          long last = row.getLong("last");
          if (!row.wasNull()) {
            queues.add(new In(row.getInt("id"), row.getString("name"), last));
          }
        }
        return queues;
      }
    }
  }

  /**
   * Empties a segment, and carries over to the current one what is still open in it; false, and
   * nothing done, if that is too much, or if a queue has no checkpoint after it. What is carried
   * was open at the checkpoint, or more: what is done since does no harm, so nobody has to be kept
   * out meanwhile. Fails if somebody reads it for longer.
   */
  boolean empty(int slot) throws SQLException {
    run("SELECT ashlar_queue.lock_segment(?)", slot);
    QueueTable table = new QueueTable(connection);
    Map<In, Checkpoint> checkpoints = new LinkedHashMap<>();
    long messages = 0;
    long bytes = 0;
    for (In queue : queuesIn(slot)) {
      String json = table.checkpoint(queue.id);
      Checkpoint checkpoint = json == null ? null : QueueLoader.parse(json);
      if (checkpoint == null || checkpoint.position() < queue.last) {
        return false;
      }
      checkpoints.put(queue, checkpoint);
      try (PreparedStatement statement = open(COUNT_OPEN, slot, queue, checkpoint);
          ResultSet row = statement.executeQuery()) {
        row.next();
        messages += row.getLong(1);
        bytes += row.getLong(2);
      }
    }
    if (messages > MOST_CARRIED || bytes > MOST_CARRIED_BYTES || !areElsewhere(slot, checkpoints)) {
      return false;
    }
    for (Map.Entry<In, Checkpoint> entry : checkpoints.entrySet()) {
      try (PreparedStatement statement = open(CARRY, slot, entry.getKey(), entry.getValue())) {
        statement.executeUpdate();
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(NOT_LONG);
    }
    run("SELECT ashlar_queue.empty_segment(?)", slot);
    return true;
  }

  /** Whether the newest checkpoints are in other segments. */
  private boolean areElsewhere(int slot, Map<In, Checkpoint> checkpoints) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT slot FROM ashlar_queue.event WHERE queue_id = ? AND kind = 'checkpoint'"
                + " ORDER BY position DESC, at DESC LIMIT 1")) {
      for (In queue : checkpoints.keySet()) {
        statement.setInt(1, queue.id);
        try (ResultSet row = statement.executeQuery()) {
          if (!row.next() || row.getInt(1) == slot) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private PreparedStatement open(String sql, int slot, In queue, Checkpoint checkpoint)
      throws SQLException {
    SqlArrays arrays = new SqlArrays(connection);
    List<Long> inMemory = checkpoint.items().stream().map(item -> item.head().position()).toList();
    List<Long> apart = new ArrayList<>();
    for (LaneAt lane : checkpoint.lanes()) {
      lane.outOfTurn().forEach(place -> apart.add(place.position()));
    }
    Place delayed = checkpoint.lanes().get(checkpoint.lanes().size() - 1).cursor();
    List<Long> cursors = checkpoint.lanes().stream().map(lane -> lane.cursor().position()).toList();
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setInt(1, slot);
    statement.setInt(2, queue.id);
    statement.setLong(3, checkpoint.purgedUpTo());
    statement.setArray(4, arrays.of("int8", inMemory));
    statement.setString(5, Objects.requireNonNull(QueueRows.literal(cursors)));
    statement.setArray(6, arrays.of("int8", apart));
    statement.setString(7, delayed.from().toString());
    statement.setLong(8, delayed.position());
    return statement;
  }

  private void run(String sql, int slot) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, slot);
      statement.execute();
    }
  }
}
