package dev.ashlar.kv;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the columns of an entry. */
final class KvRows {
  private KvRows() {}

  static Entry entry(ResultSet row, String bucket) throws SQLException {
    return new Entry(
        bucket,
        row.getString("key"),
        row.getLong("revision"),
        row.getLong("version"),
        row.getInt("size"),
        row.getString("content_type"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        instantOrNull(row, "expires_at"));
  }

  static KvBatch.Bucket bucket(ResultSet row) throws SQLException {
    return new KvBatch.Bucket(
        row.getInt("id"),
        row.getString("name"),
        config(row),
        !row.getBoolean("dropped"),
        row.getLong("revision"),
        new long[] {row.getLong("keys"), row.getLong("bytes")});
  }

  static KvConfig config(ResultSet row) throws SQLException {
    return new KvConfig(
        number(row, "history_count"),
        number(row, "history_millis"),
        number(row, "ttl_millis"),
        (Integer) row.getObject("max_value_bytes"),
        number(row, "max_keys"),
        number(row, "max_bytes"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    return (Long) row.getObject(column);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(instantOrNull(row, column));
  }

  private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
