package dev.ashlar.queue;

import dev.ashlar.platform.database.SqlArrays;
import dev.ashlar.queue.QueueLog.Copy;
import dev.ashlar.queue.QueueLog.NewEvent;
import dev.ashlar.queue.QueueLog.NewMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements that append to the logs of queues, and read what messages carry. */
final class QueueAppends {
  private static final String MESSAGES =
      """
      INSERT INTO ashlar_queue.message (slot, queue_id, position, lane, priority, not_before,
          sent_at, size, group_name, dedup_id, id, content_type, headers, body)
      SELECT ?, n.queue_id, n.position, n.lane, n.lane, n.not_before,
          n.sent_at, n.size, n.group_name, n.dedup_id, n.id, n.content_type,
          n.headers, n.body
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (queue_id, position, lane, not_before,
          sent_at, size, group_name, dedup_id, id, content_type, headers, body)
      """;

  private static final String COPIES =
      """
      INSERT INTO ashlar_queue.message (slot, queue_id, position, lane, priority, sent_at, size,
          group_name, id, content_type, headers, body, dead_from, dead_reason, dead_attempts,
          first_sent_at, last_error)
      SELECT ?, n.queue_id, n.position, n.lane, CASE WHEN n.lane < 0 THEN m.priority ELSE n.lane END,
          n.sent_at, n.size, m.group_name, m.id,
          CASE WHEN n.body IS NULL THEN m.content_type ELSE n.content_type END,
          CASE WHEN n.body IS NULL THEN m.headers ELSE n.headers END,
          CASE WHEN n.body IS NULL THEN m.body ELSE n.body END,
          n.dead_from, n.dead_reason, n.dead_attempts, n.first_sent_at::timestamptz, n.last_error
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (source, from_position, queue_id,
          position, lane, sent_at, size, dead_from, dead_reason, dead_attempts, first_sent_at,
          last_error, content_type, headers, body)
      JOIN ashlar_queue.message m ON m.queue_id = n.source AND m.position = n.from_position
      """;

  private static final String EVENTS =
      """
      INSERT INTO ashlar_queue.event
          (slot, at, queue_id, position, kind, positions, times, nonce, note)
      SELECT ?, ?::timestamptz, n.queue_id, n.position, n.kind, n.positions::bigint[],
          n.times::bigint[], n.nonce, n.note
      FROM unnest(?, ?, ?, ?, ?, ?, ?) AS n (queue_id, position, kind, positions, times, nonce,
          note)
      """;

  private static final String CHECKPOINT =
      """
      INSERT INTO ashlar_queue.event (slot, at, queue_id, position, kind, state)
      VALUES (?, clock_timestamp(), ?, ?, 'checkpoint', ?)
      """;

  private static final String CONTENTS =
      """
      SELECT m.* FROM unnest(?, ?) AS n (queue_id, position)
      JOIN ashlar_queue.message m ON m.queue_id = n.queue_id AND m.position = n.position
      """;

  private final Connection connection;
  private final SqlArrays arrays;
  private final int slot;

  /**
   * @param slot of the segment that is written to
   */
  QueueAppends(Connection connection, int slot) {
    this.connection = connection;
    this.arrays = new SqlArrays(connection);
    this.slot = slot;
  }

  /** Stores what is not stored yet, and leaves the lists empty. */
  void flush(QueueLog log) throws SQLException {
    messages(log.messages);
    copies(log.copies);
    events(log);
    log.messages.clear();
    log.copies.clear();
    log.events.clear();
  }

  private void messages(List<NewMessage> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(MESSAGES)) {
      int next = 1;
      statement.setInt(next++, slot);
      statement.setArray(next++, arrays.of("int4", messages, NewMessage::queue));
      statement.setArray(next++, arrays.of("int8", messages, m -> m.head().position()));
      statement.setArray(next++, arrays.of("int4", messages, m -> m.head().lane()));
      statement.setArray(next++, arrays.times(messages, m -> m.head().notBefore()));
      statement.setArray(next++, arrays.times(messages, m -> m.head().sentAt()));
      statement.setArray(next++, arrays.of("int4", messages, m -> m.head().size()));
      statement.setArray(next++, arrays.of("text", messages, m -> m.head().group()));
      statement.setArray(next++, arrays.of("text", messages, m -> m.content().dedupId()));
      statement.setArray(next++, arrays.of("uuid", messages, m -> m.content().id()));
      statement.setArray(next++, arrays.of("text", messages, m -> m.content().contentType()));
      statement.setArray(next++, arrays.of("text", messages, m -> m.content().headers()));
      statement.setArray(next, arrays.bytes(messages, m -> m.content().body()));
      statement.executeUpdate();
    }
  }

  private void copies(List<Copy> copies) throws SQLException {
    if (copies.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(COPIES)) {
      int next = 1;
      statement.setInt(next++, slot);
      statement.setArray(next++, arrays.of("int4", copies, Copy::source));
      statement.setArray(next++, arrays.of("int8", copies, Copy::from));
      statement.setArray(next++, arrays.of("int4", copies, Copy::queue));
      statement.setArray(next++, arrays.of("int8", copies, c -> c.head().position()));
      statement.setArray(next++, arrays.of("int4", copies, c -> c.head().lane()));
      statement.setArray(next++, arrays.times(copies, c -> c.head().sentAt()));
      statement.setArray(next++, arrays.of("int4", copies, c -> c.head().size()));
      statement.setArray(next++, arrays.of("text", copies, c -> how(c, DeadLetter::from)));
      statement.setArray(next++, arrays.of("text", copies, c -> how(c, DeadLetter::reason)));
      statement.setArray(next++, arrays.of("int4", copies, c -> how(c, DeadLetter::attempts)));
      statement.setArray(
          next++, arrays.of("text", copies, c -> how(c, d -> d.firstSentAt().toString())));
      statement.setArray(next++, arrays.of("text", copies, c -> how(c, DeadLetter::lastError)));
      statement.setArray(next++, arrays.of("text", copies, c -> edited(c, Content::contentType)));
      statement.setArray(next++, arrays.of("text", copies, c -> edited(c, Content::headers)));
      statement.setArray(next, arrays.bytes(copies, c -> edited(c, Content::body)));
      statement.executeUpdate();
    }
  }

  private void events(QueueLog log) throws SQLException {
    List<NewEvent> events = log.events;
    if (events.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
      int next = 1;
      statement.setInt(next++, slot);
      statement.setString(next++, log.now.toString());
      statement.setArray(next++, arrays.of("int4", events, NewEvent::queue));
      statement.setArray(next++, arrays.of("int8", events, NewEvent::position));
      statement.setArray(next++, arrays.of("text", events, e -> QueueRows.kind(e.event())));
      statement.setArray(
          next++,
          arrays.of("text", events, e -> QueueRows.literal(QueueRows.positions(e.event()))));
      statement.setArray(
          next++, arrays.of("text", events, e -> QueueRows.literal(QueueRows.times(e.event()))));
      statement.setArray(
          next++,
          arrays.of(
              "int8",
              events,
              e -> e.event() instanceof QueueEvent.Delivered d ? (Long) d.nonce() : null));
      statement.setArray(next, arrays.of("text", events, e -> QueueRows.note(e.event())));
      statement.executeUpdate();
    }
  }

  private static @Nullable Object how(Copy copy, Function<DeadLetter, @Nullable Object> part) {
    return copy.deadLetter() == null ? null : part.apply(copy.deadLetter());
  }

  private static <T> @Nullable T edited(Copy copy, Function<Content, @Nullable T> part) {
    return copy.edited() == null ? null : part.apply(copy.edited());
  }

  void checkpoint(int queue, long position, String state) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHECKPOINT)) {
      statement.setInt(1, slot);
      statement.setInt(2, queue);
      statement.setLong(3, position);
      statement.setString(4, state);
      statement.executeUpdate();
    }
  }

  /** Where a message is in which queue. */
  record At(int queue, long position) {}

  /** What these messages carry, by position, as far as they are there. */
  Map<Long, Content> contents(Collection<At> wanted) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CONTENTS)) {
      statement.setArray(1, arrays.of("int4", wanted, At::queue));
      statement.setArray(2, arrays.of("int8", wanted, At::position));
      try (ResultSet row = statement.executeQuery()) {
        Map<Long, Content> contents = new HashMap<>();
        while (row.next()) {
          contents.put(row.getLong("position"), QueueRows.content(row));
        }
        return contents;
      }
    }
  }
}
