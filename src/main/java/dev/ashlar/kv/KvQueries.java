package dev.ashlar.kv;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that read keys as they stand. */
final class KvQueries {
  private static final String READ =
      """
      SELECT clock_timestamp() AS now, b.id AS bucket_id, e.key, e.revision, e.version, e.size,
          e.content_type, e.created_at, e.updated_at, e.expires_at,
          CASE WHEN e.size <= ? THEN e.value END AS value
      FROM unnest(?, ?) WITH ORDINALITY AS wanted (bucket, key, n)
      LEFT JOIN ashlar_kv.bucket b ON b.name = wanted.bucket AND NOT b.dropped
      LEFT JOIN ashlar_kv.entry e ON e.bucket_id = b.id AND e.key = wanted.key
          AND (e.expires_at IS NULL OR e.expires_at > clock_timestamp())
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
     * @param at the database's clock when it was read
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
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setInt(1, largest);
      statement.setArray(
          2, connection.createArrayOf("text", wanted.stream().map(Wanted::bucket).toArray()));
      statement.setArray(
          3, connection.createArrayOf("text", wanted.stream().map(Wanted::key).toArray()));
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
