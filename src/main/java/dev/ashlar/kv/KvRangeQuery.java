package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.BucketState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that list keys, as they stand or as they stood at a revision. */
final class KvRangeQuery {
  private static final String KEYS = "key >= ? AND key > ? AND key < least(? COLLATE \"C\", ?)";
  private static final String STANDING =
      """
      SELECT key, revision, version, size, content_type, created_at, updated_at, expires_at, value
      FROM ashlar_kv.entry
      WHERE bucket_id = ? AND %s AND revision <= ?
          AND (expires_at IS NULL OR expires_at > clock_timestamp())
      """
          .formatted(KEYS);

  /** What changed since, found by revision: for when that is little. */
  private static final String CHANGED_LATELY =
      """
      SELECT * FROM
          (SELECT * FROM ashlar_kv.change WHERE bucket_id = ? AND revision > ? OFFSET 0) AS since
      WHERE %s
      """
          .formatted(KEYS);

  /** The same found by key. */
  private static final String CHANGED =
      "SELECT * FROM ashlar_kv.change WHERE bucket_id = ? AND revision > ? AND %s".formatted(KEYS);

  /** The first of the changes since a revision says what stood at it. */
  private static final String COUNT_AT_REVISION =
      """
      %1$s UNION ALL
      SELECT key, old_revision, old_version, old_size, old_content_type, old_created_at,
          old_updated_at, old_expires_at, old_value
      FROM (SELECT DISTINCT ON (key) * FROM (%2$s) AS c ORDER BY key, revision) AS replaced
      WHERE old_revision IS NOT NULL
      """;

  /** Each part sorted and cut by itself: a page must not read all of a large range. */
  private static final String PAGE_AT_REVISION =
      """
      (%1$s ORDER BY key %3$s LIMIT ?) UNION ALL
      (SELECT key, old_revision, old_version, old_size, old_content_type, old_created_at,
          old_updated_at, old_expires_at, old_value
      FROM (SELECT DISTINCT ON (key) * FROM (%2$s) AS c ORDER BY key %3$s, revision) AS replaced
      WHERE old_revision IS NOT NULL ORDER BY key %3$s LIMIT ?)
      """;

  private static final String PAGE =
      """
      SELECT key, revision, version, size, content_type, created_at, updated_at, expires_at,
          CASE WHEN before < ? THEN value END AS value, before
      FROM (
          SELECT *, sum(size) OVER (ORDER BY key %2$s ROWS UNBOUNDED PRECEDING) - size AS before
          FROM (%1$s ORDER BY key %2$s LIMIT ?) AS page) AS e
      ORDER BY key %2$s
      """;
  private static final String COUNT =
      "SELECT count(*) FROM (%s) AS e"
          .formatted(COUNT_AT_REVISION.formatted(STANDING, CHANGED_LATELY));
  private static final String UP_LATELY = page(CHANGED_LATELY, "ASC");
  private static final String DOWN_LATELY = page(CHANGED_LATELY, "DESC");
  private static final String UP = page(CHANGED, "ASC");
  private static final String DOWN = page(CHANGED, "DESC");
  private static final long LATELY = 10_000;

  private static String page(String changed, String direction) {
    return PAGE.formatted(PAGE_AT_REVISION.formatted(STANDING, changed, direction), direction);
  }

  private final Connection connection;

  KvRangeQuery(Connection connection) {
    this.connection = connection;
  }

  /**
   * A part of a range.
   *
   * @param after the key after which to begin, in the direction; null for the first
   * @param budget most bytes of values, 0 for none
   */
  record Part(KvRange range, @Nullable String after, boolean reverse, int limit, long budget) {}

  /** An entry of a range; the value where it was asked for and the page is not full of bytes. */
  record Listed(Entry entry, byte @Nullable [] value, long bytesBefore) {}

  /** What stood in a part of a bucket at this revision, which is kept. */
  List<Listed> list(BucketState bucket, long revision, Part part) throws SQLException {
    boolean lately = bucket.revision() - revision < LATELY;
    String up = lately ? UP_LATELY : UP;
    String down = lately ? DOWN_LATELY : DOWN;
    try (PreparedStatement statement = connection.prepareStatement(part.reverse ? down : up)) {
      statement.setLong(1, part.budget);
      int next = setStanding(statement, 2, bucket, revision, part);
      statement.setInt(next++, part.limit);
      next = setChanged(statement, next, bucket, revision, part);
      statement.setInt(next++, part.limit);
      statement.setInt(next, part.limit);
      try (ResultSet row = statement.executeQuery()) {
        List<Listed> listed = new ArrayList<>();
        while (row.next()) {
          listed.add(
              new Listed(
                  KvRows.entry(row, bucket.name()),
                  part.budget > 0 ? row.getBytes("value") : null,
                  row.getLong("before")));
        }
        return listed;
      }
    }
  }

  /** How many keys stood in a range at this revision, which is kept. */
  long count(BucketState bucket, long revision, KvRange range) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      Part all = new Part(range, null, false, 0, 0);
      int next = setStanding(statement, 1, bucket, revision, all);
      int unused = setChanged(statement, next, bucket, revision, all);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static int setStanding(
      PreparedStatement statement, int first, BucketState bucket, long revision, Part part)
      throws SQLException {
    statement.setInt(first, bucket.id());
    int next = setKeys(statement, first + 1, part);
    statement.setLong(next, revision);
    return next + 1;
  }

  private static int setChanged(
      PreparedStatement statement, int first, BucketState bucket, long revision, Part part)
      throws SQLException {
    statement.setInt(first, bucket.id());
    statement.setLong(first + 1, revision);
    return setKeys(statement, first + 2, part);
  }

  private static int setKeys(PreparedStatement statement, int first, Part part)
      throws SQLException {
    String upper = part.range.upper();
    statement.setString(first, part.range.start());
    statement.setString(first + 1, part.reverse || part.after == null ? "" : part.after);
    statement.setString(first + 2, upper);
    statement.setString(first + 3, part.reverse && part.after != null ? part.after : upper);
    return first + 4;
  }
}
