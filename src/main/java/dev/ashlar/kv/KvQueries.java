package dev.ashlar.kv;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that read keys. */
final class KvQueries {
  private static final String COLUMNS =
      "e.key, e.revision, e.version, e.size, e.content_type, e.created_at, e.updated_at,"
          + " e.expires_at";
  private static final String READ =
      """
      SELECT b.id AS bucket_id, %s, CASE WHEN e.size <= ? THEN e.value END AS value
      FROM unnest(?, ?) WITH ORDINALITY AS wanted (bucket, key, n)
      LEFT JOIN ashlar_kv.bucket b ON b.name = wanted.bucket
      LEFT JOIN ashlar_kv.entry e ON e.bucket_id = b.id AND e.key = wanted.key
          AND (e.expires_at IS NULL OR e.expires_at > clock_timestamp())
      ORDER BY wanted.n
      """
          .formatted(COLUMNS);
  private static final String LIST =
      """
      SELECT %s, CASE WHEN ? AND e.before < ? THEN e.value END AS value, e.before
      FROM (
          SELECT *, sum(size) OVER (ORDER BY key ROWS UNBOUNDED PRECEDING) - size AS before
          FROM (
              SELECT * FROM ashlar_kv.entry
              WHERE bucket_id = ? AND key >= ? AND key > ? AND (?::text IS NULL OR key < ?)
                  AND (expires_at IS NULL OR expires_at > clock_timestamp())
              ORDER BY key LIMIT ?) AS page) AS e
      ORDER BY e.key
      """
          .formatted(COLUMNS);

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

    /** The key; the value is null when it is larger than was asked for. */
    record Value(Entry entry, byte @Nullable [] value) implements Found {}
  }

  /** Where to read. */
  record Wanted(String bucket, String key) {}

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
    return new Found.Value(KvRows.entry(row, bucket), row.getBytes("value"));
  }

  /** The id of a bucket, null when there is none. */
  @Nullable Integer bucketId(String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id FROM ashlar_kv.bucket WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : null;
      }
    }
  }

  /** A part of a bucket, in the order of keys. */
  record Range(int bucketId, String bucket, String prefix, String after, int limit) {}

  /** An entry of a range; the value where it was asked for and the page is not full of bytes. */
  record Listed(Entry entry, byte @Nullable [] value, long bytesBefore) {}

  /** The keys of a range, with the values of the first {@code budget} bytes of it if wanted. */
  List<Listed> list(Range range, boolean values, long budget) throws SQLException {
    String end = KvKeys.afterPrefix(range.prefix);
    try (PreparedStatement statement = connection.prepareStatement(LIST)) {
      statement.setBoolean(1, values);
      statement.setLong(2, budget);
      statement.setInt(3, range.bucketId);
      statement.setString(4, range.prefix);
      statement.setString(5, range.after);
      statement.setString(6, end);
      statement.setString(7, end);
      statement.setInt(8, range.limit);
      try (ResultSet row = statement.executeQuery()) {
        List<Listed> listed = new ArrayList<>();
        while (row.next()) {
          listed.add(
              new Listed(
                  KvRows.entry(row, range.bucket), row.getBytes("value"), row.getLong("before")));
        }
        return listed;
      }
    }
  }
}
