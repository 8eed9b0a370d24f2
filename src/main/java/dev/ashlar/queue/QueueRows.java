package dev.ashlar.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the rows of queues. */
final class QueueRows {
  private QueueRows() {}

  /** What is to be cast to {@code bigint[]}. */
  static @Nullable String literal(@Nullable Collection<Long> numbers) {
    return numbers == null
        ? null
        : numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  static QueueConfig config(ResultSet row) throws SQLException {
    return new QueueConfig(
        row.getInt("id"),
        row.getString("name"),
        row.getBoolean("fifo"),
        Duration.ofMillis(row.getLong("visibility_millis")),
        row.getInt("max_receives"),
        row.getString("dead_letter_queue"),
        Duration.ofMillis(row.getLong("retention_millis")),
        Duration.ofMillis(row.getLong("delay_millis")),
        row.getInt("max_message_bytes"),
        Duration.ofMillis(row.getLong("dedup_millis")),
        new Backoff(
            Duration.ofMillis(row.getLong("backoff_initial_millis")),
            row.getDouble("backoff_multiplier"),
            Duration.ofMillis(row.getLong("backoff_max_millis")),
            row.getDouble("backoff_jitter")),
        row.getInt("max_in_flight"),
        row.getObject("group_concurrency", Integer.class),
        row.getObject("group_rate", Integer.class));
  }

  static MessageHead head(ResultSet row) throws SQLException {
    return new MessageHead(
        row.getLong("position"),
        row.getInt("lane"),
        row.getString("group_name"),
        instantOrNull(row, "not_before"),
        instant(row, "sent_at"),
        row.getInt("size"));
  }

  static Content content(ResultSet row) throws SQLException {
    String from = row.getString("dead_from");
    return new Content(
        row.getObject("id", UUID.class),
        row.getBytes("body"),
        row.getString("content_type"),
        row.getString("headers"),
        row.getInt("priority"),
        row.getString("dedup_id"),
        from == null
            ? null
            : new DeadLetter(
                from,
                row.getString("dead_reason"),
                row.getInt("dead_attempts"),
                instant(row, "first_sent_at"),
                row.getString("last_error")));
  }

  static QueueEvent event(ResultSet row) throws SQLException {
    List<Long> positions = longs(row, "positions");
    List<Long> times = longs(row, "times");
    String note = row.getString("note");
    return switch (row.getString("kind")) {
      case "delivered" ->
          new QueueEvent.Delivered(positions, instant(times.get(0)), row.getLong("nonce"), note);
      case "acked" -> new QueueEvent.Acked(positions);
      case "returned" -> new QueueEvent.Returned(positions, instants(times), note);
      case "undelivered" -> new QueueEvent.Undelivered(positions);
      case "extended" -> new QueueEvent.Extended(positions, instants(times));
      case "moved" -> new QueueEvent.Moved(positions);
      case "purged" -> new QueueEvent.Purged(positions.get(0), times);
      default -> throw new SQLException("unknown kind of event: " + row.getString("kind"));
    };
  }

  static String kind(QueueEvent event) {
    if (event instanceof QueueEvent.Delivered) {
      return "delivered";
    } else if (event instanceof QueueEvent.Acked) {
      return "acked";
    } else if (event instanceof QueueEvent.Returned) {
      return "returned";
    } else if (event instanceof QueueEvent.Undelivered) {
      return "undelivered";
    } else if (event instanceof QueueEvent.Extended) {
      return "extended";
    }
    return event instanceof QueueEvent.Moved ? "moved" : "purged";
  }

  static List<Long> positions(QueueEvent event) {
    return event instanceof QueueEvent.Purged purged ? List.of(purged.upTo()) : event.positions();
  }

  static @Nullable List<Long> times(QueueEvent event) {
    if (event instanceof QueueEvent.Delivered delivered) {
      return List.of(micros(delivered.until()));
    } else if (event instanceof QueueEvent.Returned returned) {
      return returned.until().stream().map(QueueRows::micros).toList();
    } else if (event instanceof QueueEvent.Extended extended) {
      return extended.until().stream().map(QueueRows::micros).toList();
    }
    return event instanceof QueueEvent.Purged purged ? purged.untouched() : null;
  }

  static @Nullable String note(QueueEvent event) {
    if (event instanceof QueueEvent.Delivered delivered) {
      return delivered.attempt();
    }
    return event instanceof QueueEvent.Returned returned ? returned.reason() : null;
  }

  static List<Long> longs(ResultSet row, String column) throws SQLException {
    java.sql.Array array = row.getArray(column);
    return array == null ? List.of() : Arrays.asList((Long[]) array.getArray());
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(instantOrNull(row, column));
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static List<Instant> instants(List<Long> micros) {
    return micros.stream().map(QueueRows::instant).toList();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
