package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.kv.KvQueries.Found;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that look back: changes, and what stood at an earlier revision. */
final class KvPast {
  /** What a put wrote is what the next change of its key replaced, or what stands. */
  private static final String CHANGES =
      """
      WITH c AS (SELECT * FROM ashlar_kv.change WHERE bucket_id = ? %s)
      SELECT c.revision, c.n, c.key, c.event, c.at AS updated_at, c.author, s.*,
          CASE WHEN ? AND sum(s.size) OVER (ORDER BY %2$s) - s.size < ? THEN s.new_value END
              AS value,
          sum(s.size) OVER (ORDER BY %2$s) - s.size AS before
      FROM c
      LEFT JOIN ashlar_kv.entry e ON c.event = 'put'
          AND e.bucket_id = c.bucket_id AND e.key = c.key AND e.revision = c.revision
      LEFT JOIN LATERAL (
          SELECT * FROM ashlar_kv.change x
          WHERE c.event = 'put' AND e.key IS NULL
              AND x.bucket_id = c.bucket_id AND x.key = c.key AND x.revision > c.revision
          ORDER BY x.revision LIMIT 1) x ON true
      CROSS JOIN LATERAL (SELECT
          coalesce(e.version, x.old_version, c.old_version) AS version,
          coalesce(e.size, x.old_size, 0) AS size,
          coalesce(e.content_type, x.old_content_type, c.old_content_type) AS content_type,
          coalesce(e.created_at, x.old_created_at, c.old_created_at) AS created_at,
          coalesce(e.expires_at, x.old_expires_at) AS expires_at,
          coalesce(e.value, x.old_value) AS new_value) s
      ORDER BY %2$s
      """;

  private static final String IN_ORDER = "c.revision, c.n DESC";
  private static final String BACKWARDS = "c.revision DESC, c.n";
  private static final String AFTER =
      CHANGES.formatted(
          "AND revision >= ? AND (revision > ? OR n < ?) ORDER BY revision, n DESC LIMIT ?",
          IN_ORDER);
  private static final String OF_KEY =
      CHANGES.formatted(
          "AND key = ? AND revision > ? AND revision > ? ORDER BY revision LIMIT ?", IN_ORDER);
  private static final String OF_KEY_BACKWARDS =
      CHANGES.formatted(
          "AND key = ? AND revision > ? AND revision < ? ORDER BY revision DESC LIMIT ?",
          BACKWARDS);
  private static final String READ_AT =
      """
      WITH next AS MATERIALIZED (
          SELECT * FROM ashlar_kv.change WHERE bucket_id = ? AND key = ? AND revision > ?
          ORDER BY revision LIMIT 1)
      SELECT clock_timestamp() AS now, key, old_revision AS revision, old_version AS version,
          old_size AS size, old_content_type AS content_type, old_created_at AS created_at,
          old_updated_at AS updated_at, old_expires_at AS expires_at, old_value AS value
      FROM next WHERE old_revision IS NOT NULL
      UNION ALL
      SELECT clock_timestamp(), key, revision, version, size, content_type, created_at,
          updated_at, expires_at, value
      FROM ashlar_kv.entry
      WHERE bucket_id = ? AND key = ? AND revision <= ? AND NOT EXISTS (SELECT FROM next)
          AND (expires_at IS NULL OR expires_at > clock_timestamp())
      """;
  private static final String FIRST_AFTER =
      """
      SELECT at > clock_timestamp() - ? * interval '1 ms' AS recent
      FROM ashlar_kv.change WHERE bucket_id = ? AND revision > ? ORDER BY revision LIMIT 1
      """;

  private final Connection connection;

  KvPast(Connection connection) {
    this.connection = connection;
  }

  /**
   * A change as it is shown.
   *
   * @param n how many more changes its revision has after it
   * @param entry what it wrote, or the key as it was before it went
   * @param bytesBefore bytes of the values before it in the same answer
   */
  record Happened(
      KvBatch.Event event,
      Entry entry,
      int n,
      String author,
      byte @Nullable [] value,
      long bytesBefore) {}

  /** The changes from a position on, at most so many; values as long as they fit the budget. */
  List<Happened> after(BucketState bucket, KvPosition position, int limit, long budget)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AFTER)) {
      statement.setInt(1, bucket.id());
      statement.setLong(2, position.revision());
      statement.setLong(3, position.revision());
      statement.setInt(4, position.left());
      statement.setInt(5, limit);
      return changes(statement, 6, bucket.name(), budget);
    }
  }

  /**
   * The changes of a key.
   *
   * @param after the revision after which to begin, in the direction
   */
  List<Happened> ofKey(
      BucketState bucket, String key, long after, int limit, boolean reverse, long budget)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(reverse ? OF_KEY_BACKWARDS : OF_KEY)) {
      statement.setInt(1, bucket.id());
      statement.setString(2, key);
      statement.setLong(3, oldest(bucket));
      statement.setLong(4, after);
      statement.setInt(5, limit);
      return changes(statement, 6, bucket.name(), budget);
    }
  }

  private static List<Happened> changes(
      PreparedStatement statement, int next, String bucket, long budget) throws SQLException {
    statement.setBoolean(next, budget > 0);
    statement.setLong(next + 1, budget);
    try (ResultSet row = statement.executeQuery()) {
      List<Happened> changes = new ArrayList<>();
      while (row.next()) {
        changes.add(
            new Happened(
                KvBatch.Event.of(row.getString("event")),
                KvRows.entry(row, bucket),
                row.getInt("n"),
                row.getString("author"),
                row.getBytes("value"),
                row.getLong("before")));
      }
      return changes;
    }
  }

  /** What stood at a key when its bucket had this revision. */
  Found read(BucketState bucket, String key, long revision) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ_AT)) {
      statement.setInt(1, bucket.id());
      statement.setString(2, key);
      statement.setLong(3, revision);
      statement.setInt(4, bucket.id());
      statement.setString(5, key);
      statement.setLong(6, revision);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Found.Value(
                KvRows.entry(row, bucket.name()), row.getBytes("value"), KvRows.instant(row, "now"))
            : new Found.NoKey();
      }
    }
  }

  /** Whether what stood at this revision can be told. */
  boolean isKept(BucketState bucket, long revision) throws SQLException {
    return revision >= bucket.compacted() && isRecent(bucket, revision);
  }

  /** The oldest revision that can be looked back on. Age rises with revisions: it is searched. */
  long oldest(BucketState bucket) throws SQLException {
    long tooOld = bucket.compacted() - 1;
    long kept = bucket.revision();
    if (isRecent(bucket, bucket.compacted())) {
      return bucket.compacted();
    }
    while (kept - tooOld > 1) {
      long middle = tooOld + (kept - tooOld) / 2;
      if (isRecent(bucket, middle)) {
        kept = middle;
      } else {
        tooOld = middle;
      }
    }
    return kept;
  }

  /** Whether the first change after a revision, if there is one, is within the history's age. */
  private boolean isRecent(BucketState bucket, long revision) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST_AFTER)) {
      statement.setLong(1, bucket.config().historyAge().toMillis());
      statement.setInt(2, bucket.id());
      statement.setLong(3, revision);
      try (ResultSet row = statement.executeQuery()) {
        return !row.next() || row.getBoolean("recent");
      }
    }
  }
}
