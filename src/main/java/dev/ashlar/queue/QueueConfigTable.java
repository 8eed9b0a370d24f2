package dev.ashlar.queue;

import dev.ashlar.platform.http.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements about the settings of queues. */
final class QueueConfigTable {
  /** One at a time: whether dead letters go in a circle is a matter of several rows. */
  private static final String TAKE_TURN =
      "SELECT pg_advisory_xact_lock(hashtext('ashlar_queue.configure'))";

  private static final String FIND = "SELECT * FROM ashlar_queue.queue WHERE name = ?";
  private static final String LIST =
      "SELECT name FROM ashlar_queue.queue WHERE name > ? ORDER BY name LIMIT ?";

  private static final String STORE =
      """
      INSERT INTO ashlar_queue.queue (name, fifo, visibility_millis, max_receives,
          dead_letter_queue, retention_millis, delay_millis, max_message_bytes, dedup_millis,
          backoff_initial_millis, backoff_multiplier, backoff_max_millis, backoff_jitter,
          max_in_flight, group_concurrency, group_rate)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET
          visibility_millis = excluded.visibility_millis, max_receives = excluded.max_receives,
          dead_letter_queue = excluded.dead_letter_queue,
          retention_millis = excluded.retention_millis, delay_millis = excluded.delay_millis,
          max_message_bytes = excluded.max_message_bytes, dedup_millis = excluded.dedup_millis,
          backoff_initial_millis = excluded.backoff_initial_millis,
          backoff_multiplier = excluded.backoff_multiplier,
          backoff_max_millis = excluded.backoff_max_millis,
          backoff_jitter = excluded.backoff_jitter, max_in_flight = excluded.max_in_flight,
          group_concurrency = excluded.group_concurrency, group_rate = excluded.group_rate
      """;
  private static final String SOURCES =
      "SELECT name FROM ashlar_queue.queue WHERE dead_letter_queue = ? AND name > ?"
          + " ORDER BY name LIMIT ?";
  private static final String DELETE = "DELETE FROM ashlar_queue.queue WHERE name = ?";

  private final Connection connection;

  QueueConfigTable(Connection connection) {
    this.connection = connection;
  }

  /** Until the end of the transaction nobody else configures a queue. */
  void takeTurn() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE_TURN)) {
      statement.execute();
    }
  }

  @Nullable QueueConfig find(String queue) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, queue);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? QueueRows.config(row) : null;
      }
    }
  }

  /** Whether the dead letters of a queue would end somewhere. */
  void checkDeadLetters(QueueConfig config) throws SQLException {
    Set<String> passed = new HashSet<>(Set.of(config.name()));
    String next = config.deadLetterQueue();
    while (next != null) {
      QueueConfig target = find(next);
      if (!passed.add(next)) {
        throw ProblemException.invalid(
            "deadLetterQueue", "leads back to the queue itself; dead letters would go in a circle");
      }
      if (target == null && next.equals(config.deadLetterQueue())) {
        throw ProblemException.invalid("deadLetterQueue", "must be a queue that exists");
      }
      if (target != null && target.fifo() != config.fifo()) {
        throw ProblemException.invalid("deadLetterQueue", "must be a queue of the same type");
      }
      next = target == null ? null : target.deadLetterQueue();
    }
  }

  void store(QueueConfig config) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STORE)) {
      statement.setString(1, config.name());
      statement.setBoolean(2, config.fifo());
      statement.setLong(3, config.visibilityTimeout().toMillis());
      statement.setInt(4, config.maxReceives());
      statement.setString(5, config.deadLetterQueue());
      statement.setLong(6, config.retention().toMillis());
      statement.setLong(7, config.delay().toMillis());
      statement.setInt(8, config.maxMessageBytes());
      statement.setLong(9, config.dedupWindow().toMillis());
      statement.setLong(10, config.backoff().initial().toMillis());
      statement.setDouble(11, config.backoff().multiplier());
      statement.setLong(12, config.backoff().max().toMillis());
      statement.setDouble(13, config.backoff().jitter());
      statement.setInt(14, config.maxInFlight());
      statement.setObject(15, config.groupConcurrency(), Types.INTEGER);
      statement.setObject(16, config.groupRate(), Types.INTEGER);
      statement.executeUpdate();
    }
  }

  /** Whether it was there. */
  boolean delete(String queue) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setString(1, queue);
      return statement.executeUpdate() > 0;
    }
  }

  /** The names of queues after one, in order. */
  List<String> names(String after, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIST)) {
      statement.setString(1, after);
      statement.setInt(2, limit);
      return names(statement);
    }
  }

  /** The same of those whose dead letters go to a queue. */
  List<String> sources(String deadLetterQueue, String after, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SOURCES)) {
      statement.setString(1, deadLetterQueue);
      statement.setString(2, after);
      statement.setInt(3, limit);
      return names(statement);
    }
  }

  private static List<String> names(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      List<String> names = new ArrayList<>();
      while (row.next()) {
        names.add(row.getString(1));
      }
      return names;
    }
  }
}
