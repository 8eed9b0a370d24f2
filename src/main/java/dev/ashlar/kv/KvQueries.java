package dev.ashlar.kv;

import static java.time.ZoneOffset.UTC;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements that read keys as they stand. */
final class KvQueries {
  private static final String READ =
      """
      SELECT coalesce(?::timestamptz, clock_timestamp()) AS now, b.id AS bucket_id, e.key,
          e.revision, e.version, e.size, e.content_type, e.created_at, e.updated_at, e.expires_at,
          CASE WHEN e.size <= ? THEN e.value END AS value
      FROM unnest(?, ?) WITH ORDINALITY AS wanted (bucket, key, n)
      LEFT JOIN ashlar_kv.bucket b ON b.name = wanted.bucket AND NOT b.dropped
      LEFT JOIN ashlar_kv.entry e ON e.bucket_id = b.id AND e.key = wanted.key
          AND (e.expires_at IS NULL OR e.expires_at > coalesce(?::timestamptz, clock_timestamp()))
      ORDER BY wanted.n
      """;
  private static final String BUCKET =
      """
      SELECT id, revision, greatest(compacted, revision - history_count) AS compacted,
          history_count, history_millis, ttl_millis, max_value_bytes, max_keys, max_bytes
      FROM ashlar_kv.bucket WHERE name = ? AND NOT dropped
      """;

  private final Connection connection;

  KvQueries(Connection connection) {
    this.connection = connection;
  }

  /** What was read of one key. */
  sealed interface Found {
    /** No such bucket. */
    record NoBucket() implements Found {}

    /** No such key in the bucket. */
    record NoKey() implements Found {}

    /**
     * The key; the value is null when it is larger than was asked for.
     *
     * @param at the clock that it was read by, when it was
     */
    record Value(Entry entry, byte @Nullable [] value, Instant at) implements Found {}
  }

  /** Where to read. */
  record Wanted(String bucket, String key) {}

  /**
   * A bucket as it stands.
   *
   * @param compacted the oldest revision that can be looked back on, but for its age
   */
  record BucketState(int id, String name, long revision, long compacted, KvConfig config) {}

  /** Reads many keys in one statement, and the values of those up to a size. */
  List<Found> read(List<Wanted> wanted, int largest) throws SQLException {
    return read(wanted, largest, null);
  }

  /** The same by another clock than that of the database which is asked. */
  List<Found> read(List<Wanted> wanted, int largest, @Nullable Instant clock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      setTime(statement, 1, clock);
      statement.setInt(2, largest);
      statement.setArray(3, texts(wanted, Wanted::bucket));
      statement.setArray(4, texts(wanted, Wanted::key));
      setTime(statement, 5, clock);
      try (ResultSet row = statement.executeQuery()) {
        List<Found> found = new ArrayList<>(wanted.size());
        for (Wanted each : wanted) {
          row.next();
          found.add(found(row, each.bucket));
        }
        return found;
      }
    }
  }

  private static void setTime(PreparedStatement statement, int index, @Nullable Instant time)
      throws SQLException {
    statement.setObject(
        index, time == null ? null : time.atOffset(UTC), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private Array texts(List<Wanted> wanted, Function<Wanted, String> part) throws SQLException {
    return connection.createArrayOf("text", wanted.stream().map(part).toArray());
  }

  private static Found found(ResultSet row, String bucket) throws SQLException {
    if (row.getObject("bucket_id") == null) {
      return new Found.NoBucket();
    }
    if (row.getString("key") == null) {
      return new Found.NoKey();
    }
    return new Found.Value(
        KvRows.entry(row, bucket), row.getBytes("value"), KvRows.instant(row, "now"));
  }

  /** A bucket; null when there is none. */
  @Nullable BucketState bucket(String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BUCKET)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new BucketState(
                row.getInt("id"),
                name,
                row.getLong("revision"),
                row.getLong("compacted"),
                KvRows.config(row))
            : null;
      }
    }
  }
}
