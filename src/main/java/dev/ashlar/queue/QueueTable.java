package dev.ashlar.queue;

import dev.ashlar.platform.database.SqlArrays;
import dev.ashlar.queue.MessageHead.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The statements that lock queues and read their logs, each for a whole batch. */
final class QueueTable {
  /** So many new rows of a log are taken in one by one; with more it is loaded anew. */
  static final int MOST_NEW = 10_000;

  /** All in one round trip; what follows the lock sees what was committed while that waited. */
  private static final String LOCK_AND_READ =
      """
      SET LOCAL enable_seqscan = off;
      SELECT * FROM ashlar_queue.queue WHERE name = ANY(?) ORDER BY name FOR UPDATE;
      SELECT clock_timestamp() AS now, pg_postmaster_start_time() AS server,
          ARRAY(SELECT nextval('ashlar_queue.block') FROM generate_series(1, ?)) AS blocks,
          ARRAY(SELECT slot FROM ashlar_queue.segment ORDER BY turn DESC LIMIT 1) AS slots,
          ARRAY(SELECT turn FROM ashlar_queue.segment ORDER BY turn DESC LIMIT 2) AS turns;
      SELECT m.* FROM unnest(?, ?) AS known (queue_id, applied)
      CROSS JOIN (SELECT slot FROM ashlar_queue.segment ORDER BY turn DESC LIMIT 2) AS s
      CROSS JOIN LATERAL
          (SELECT m.queue_id, m.position, m.lane, m.group_name, m.not_before, m.sent_at, m.size
              FROM ashlar_queue.message m
              WHERE m.slot = s.slot AND m.queue_id = known.queue_id AND m.position > known.applied
              ORDER BY m.position LIMIT ?) AS m
      ORDER BY m.position;
      SELECT e.* FROM unnest(?, ?) AS known (queue_id, applied)
      CROSS JOIN (SELECT slot FROM ashlar_queue.segment ORDER BY turn DESC LIMIT 2) AS s
      CROSS JOIN LATERAL
          (SELECT e.queue_id, e.position, e.at, e.kind, e.positions, e.times, e.nonce, e.note
              FROM ashlar_queue.event e
              WHERE e.slot = s.slot AND e.queue_id = known.queue_id AND e.position > known.applied
                  AND e.kind <> 'checkpoint'
              ORDER BY e.position LIMIT ?) AS e
      ORDER BY e.position
      """;

  private static final String CHECKPOINT =
      """
      SELECT state FROM ashlar_queue.event
      WHERE queue_id = ? AND kind = 'checkpoint' ORDER BY position DESC, at DESC LIMIT 1
      """;

  /** Those of the last seconds by the second, for the rates. */
  private static final String COUNT_AFTER =
      """
      SELECT lane, not_before IS NOT NULL AS delayed,
          CASE WHEN lane >= 0 AND sent_at > clock_timestamp() - ? * interval '1 second'
              THEN floor(extract(epoch FROM sent_at))::bigint END AS second,
          count(*) AS messages, max(position) AS last, max(not_before) AS last_not_before
      FROM (SELECT lane, not_before, sent_at, position FROM ashlar_queue.message
          WHERE queue_id = ? AND position > ?
              AND (not_before IS NULL OR (not_before, position) > (?::timestamptz, ?))
          ORDER BY position LIMIT ?) AS next
      GROUP BY 1, 2, 3
      """;

  /** Those of them that are before the cursor of the delayed. */
  private static final String PASSED =
      """
      SELECT position, lane, group_name, not_before, sent_at, size
      FROM ashlar_queue.message
      WHERE queue_id = ? AND position > ? AND not_before IS NOT NULL
          AND (not_before, position) <= (?::timestamptz, ?)
      """;

  private static final String EVENTS_AFTER =
      """
      SELECT queue_id, position, at, kind, positions, times, nonce, note
      FROM ashlar_queue.event
      WHERE queue_id = ? AND position > ? AND kind <> 'checkpoint' ORDER BY position
      """;

  private static final String LAST_NOT_BEFORE =
      """
      SELECT max(not_before) AS last FROM ashlar_queue.message
      WHERE queue_id = ? AND not_before IS NOT NULL AND position > coalesce(
          (SELECT e.positions[1] FROM ashlar_queue.event e
              WHERE e.queue_id = ? AND e.kind = 'purged' ORDER BY e.position DESC LIMIT 1),
          0)
      """;

  private static final String HEADS =
      """
      SELECT position, lane, group_name, not_before, sent_at, size
      FROM ashlar_queue.message WHERE queue_id = ? AND position = ANY(?)
      """;

  /** With what they carry, if that is little. */
  private static final String NEXT =
      """
      SELECT position, lane, group_name, not_before, sent_at, size, id, content_type, priority,
          dedup_id, dead_from, dead_reason, dead_attempts, first_sent_at, last_error,
          CASE WHEN size <= ? THEN headers END AS headers,
          CASE WHEN size <= ? THEN body END AS body
      FROM ashlar_queue.message
      WHERE queue_id = ? AND lane = ? AND not_before IS NULL AND position > ?
      ORDER BY position LIMIT ?
      """;

  private static final String NEXT_DELAYED =
      """
      SELECT position, lane, group_name, not_before, sent_at, size
      FROM ashlar_queue.message
      WHERE queue_id = ? AND (not_before, position) > (?::timestamptz, ?)
          AND not_before IS NOT NULL AND position > ?
      ORDER BY not_before, position LIMIT ?
      """;

  private static final String DUPLICATES =
      """
      SELECT m.queue_id, m.dedup_id, m.id, m.position
      FROM unnest(?, ?, ?, ?) AS asked (queue_id, dedup_id, since, after)
      JOIN ashlar_queue.message m ON m.queue_id = asked.queue_id AND m.dedup_id = asked.dedup_id
          AND m.sent_at > asked.since AND m.position > asked.after
      """;

  private final Connection connection;
  private final SqlArrays arrays;

  QueueTable(Connection connection) {
    this.connection = connection;
    this.arrays = new SqlArrays(connection);
  }

  /**
   * What stands when the queues are locked.
   *
   * @param server when it was started, so that another one is known by it
   * @param slot of the segment that is written to
   * @param turn its number; {@code former} that of the one before it
   * @param news what the logs have beyond what was known
   */
  record Current(
      Instant now,
      Instant server,
      List<Long> blocks,
      int slot,
      long turn,
      long former,
      Map<String, QueueConfig> queues,
      Map<Integer, List<News>> news) {}

  /** A row of a log: a message or an event. */
  record News(long position, @Nullable MessageHead head, @Nullable QueueEvent event, Instant at) {}

  /**
   * Messages that arrived in a lane since a checkpoint.
   *
   * @param second since 1970 in which they did; null if that was long ago
   * @param lastFrom the latest end of their first delays
   */
  record Arrived(
      int lane,
      boolean delayed,
      @Nullable Long second,
      long messages,
      long last,
      @Nullable Instant lastFrom) {}

  /** Locks the queues until the end of the transaction, in the order of names: no deadlock. */
  Current lock(Collection<String> names, int blocks, Map<Integer, Long> known) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_READ)) {
      statement.setArray(1, arrays.of("text", names));
      statement.setInt(2, blocks);
      for (int i = 3; i <= 6; i += 3) {
        statement.setArray(i, arrays.of("int4", known.keySet()));
        statement.setArray(i + 1, arrays.of("int8", known.values()));
        statement.setInt(i + 2, MOST_NEW + 1);
      }
      statement.execute();
      statement.getMoreResults();
      Map<String, QueueConfig> queues = queues(statement);
      statement.getMoreResults();
      return current(statement, queues);
    }
  }

  private static Map<String, QueueConfig> queues(PreparedStatement statement) throws SQLException {
    Map<String, QueueConfig> queues = new HashMap<>();
    try (ResultSet row = statement.getResultSet()) {
      while (row.next()) {
        queues.put(row.getString("name"), QueueRows.config(row));
      }
    }
    return queues;
  }

  private static Current current(PreparedStatement statement, Map<String, QueueConfig> queues)
      throws SQLException {
    Map<Integer, List<News>> news = new HashMap<>();
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      Instant now = QueueRows.instant(row, "now");
      Instant server = QueueRows.instant(row, "server");
      List<Long> blocks = QueueRows.longs(row, "blocks");
      int slot = ((Integer[]) row.getArray("slots").getArray())[0];
      List<Long> turns = QueueRows.longs(row, "turns");
      statement.getMoreResults(java.sql.Statement.KEEP_CURRENT_RESULT);
      try (ResultSet message = statement.getResultSet()) {
        while (message.next()) {
          MessageHead head = QueueRows.head(message);
          add(news, message, new News(head.position(), head, null, head.sentAt()));
        }
      }
      statement.getMoreResults(java.sql.Statement.KEEP_CURRENT_RESULT);
      try (ResultSet event = statement.getResultSet()) {
        while (event.next()) {
          add(news, event, newsOf(event));
        }
      }
      return new Current(now, server, blocks, slot, turns.get(0), turns.get(1), queues, news);
    }
  }

  private static void add(Map<Integer, List<News>> news, ResultSet row, News item)
      throws SQLException {
    news.computeIfAbsent(row.getInt("queue_id"), id -> new ArrayList<>()).add(item);
  }

  private static News newsOf(ResultSet row) throws SQLException {
    return new News(
        row.getLong("position"), null, QueueRows.event(row), QueueRows.instant(row, "at"));
  }

  /** The newest checkpoint of a queue, as JSON; null if there is none. */
  @Nullable String checkpoint(int queue) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHECKPOINT)) {
      statement.setInt(1, queue);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /**
   * What was stored after a position, but for what is delayed and {@link #passedAfter}; so many at
   * most, or counting them takes longer than a statement may.
   *
   * @param cursor of the delayed
   */
  List<Arrived> arrivedAfter(int queue, long position, Place cursor, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT_AFTER)) {
      statement.setInt(1, Meter.SECONDS + 1);
      statement.setInt(2, queue);
      statement.setLong(3, position);
      statement.setString(4, cursor.from().toString());
      statement.setLong(5, cursor.position());
      statement.setInt(6, limit);
      try (ResultSet row = statement.executeQuery()) {
        List<Arrived> arrived = new ArrayList<>();
        while (row.next()) {
          arrived.add(
              new Arrived(
                  row.getInt("lane"),
                  row.getBoolean("delayed"),
                  row.getObject("second", Long.class),
                  row.getLong("messages"),
                  row.getLong("last"),
                  QueueRows.instantOrNull(row, "last_not_before")));
        }
        return arrived;
      }
    }
  }

  /**
   * What was stored after a position and is delayed until before the cursor of the delayed: the
   * clock was set back, or what was due later is gone already.
   */
  List<MessageHead> passedAfter(int queue, long position, Place cursor) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PASSED)) {
      statement.setInt(1, queue);
      statement.setLong(2, position);
      statement.setString(3, cursor.from().toString());
      statement.setLong(4, cursor.position());
      return heads(statement);
    }
  }

  List<News> eventsAfter(int queue, long position) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EVENTS_AFTER)) {
      statement.setInt(1, queue);
      statement.setLong(2, position);
      try (ResultSet row = statement.executeQuery()) {
        List<News> events = new ArrayList<>();
        while (row.next()) {
          events.add(newsOf(row));
        }
        return events;
      }
    }
  }

  /** When the last of the first delays ends; null if there was none of late, or since a purge. */
  @Nullable Instant lastNotBefore(int queue) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST_NOT_BEFORE)) {
      statement.setInt(1, queue);
      statement.setInt(2, queue);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return QueueRows.instantOrNull(row, "last");
      }
    }
  }

  /** The heads of messages, as far as they are there. */
  Map<Long, MessageHead> heads(int queue, Collection<Long> positions) throws SQLException {
    Map<Long, MessageHead> heads = new HashMap<>();
    if (!positions.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(HEADS)) {
        statement.setInt(1, queue);
        statement.setArray(2, arrays.of("int8", positions));
        heads(statement).forEach(head -> heads.put(head.position(), head));
      }
    }
    return heads;
  }

  /**
   * What follows in a lane.
   *
   * @param most how many bytes those may have whose contents are wanted
   * @param contents what they carry, by position; added to
   */
  List<MessageHead> next(
      QueueState state, int lane, Place after, int most, Map<Long, Content> contents)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      statement.setInt(1, most);
      statement.setInt(2, most);
      statement.setInt(3, state.config().id());
      statement.setInt(4, lane);
      statement.setLong(5, Math.max(after.position(), state.purgedUpTo));
      statement.setInt(6, Lane.AHEAD);
      try (ResultSet row = statement.executeQuery()) {
        List<MessageHead> heads = new ArrayList<>();
        while (row.next()) {
          MessageHead head = QueueRows.head(row);
          heads.add(head);
          if (head.size() <= most) {
            contents.put(head.position(), QueueRows.content(row));
          }
        }
        return heads;
      }
    }
  }

  /** What follows of the delayed ones. */
  List<MessageHead> nextDelayed(QueueState state, Place after, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT_DELAYED)) {
      statement.setInt(1, state.config().id());
      statement.setString(2, after.from().toString());
      statement.setLong(3, after.position());
      statement.setLong(4, state.purgedUpTo);
      statement.setInt(5, limit);
      return heads(statement);
    }
  }

  private static List<MessageHead> heads(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      List<MessageHead> heads = new ArrayList<>();
      while (row.next()) {
        heads.add(QueueRows.head(row));
      }
      return heads;
    }
  }

  /** A deduplication id that somebody wants to send under. */
  record DedupId(int queue, String id, Instant since, long after) {}

  /** What was sent under these ids, by queue and id. */
  Map<Integer, Map<String, SentMessage>> duplicates(Collection<DedupId> ids) throws SQLException {
    Map<Integer, Map<String, SentMessage>> found = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(DUPLICATES)) {
      statement.setArray(1, arrays.of("int4", ids, DedupId::queue));
      statement.setArray(2, arrays.of("text", ids, DedupId::id));
      statement.setArray(3, arrays.times(ids, DedupId::since));
      statement.setArray(4, arrays.of("int8", ids, DedupId::after));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          SentMessage stored =
              new SentMessage(
                  Objects.requireNonNull(row.getObject("id", java.util.UUID.class)),
                  true,
                  row.getLong("position"));
          found
              .computeIfAbsent(row.getInt("queue_id"), q -> new HashMap<>())
              .put(row.getString("dedup_id"), stored);
        }
      }
    }
    return found;
  }
}
