package dev.ashlar.lock;

import dev.ashlar.lock.LockState.How;
import dev.ashlar.lock.LockState.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the rows of locks. */
final class LockRows {
  private LockRows() {}

  static Settings settings(ResultSet row) throws SQLException {
    return new Settings(
        row.getLong("token"),
        row.getLong("places"),
        row.getInt("permits"),
        Duration.ofMillis(row.getLong("delay_millis")),
        row.getBoolean("configured"),
        instantOrNull(row, "blocked_until"));
  }

  /** A holder, with the end of its session as {@code session_end}. */
  static Grant grant(ResultSet row) throws SQLException {
    Instant own = instantOrNull(row, "expires_at");
    Instant session = instantOrNull(row, "session_end");
    return new Grant(
        row.getObject("lease", UUID.class),
        row.getLong("token"),
        row.getString("owner"),
        LockMode.of(row.getString("mode")),
        row.getInt("permits"),
        row.getInt("times"),
        row.getInt("told"),
        row.getString("session"),
        row.getString("ticket"),
        row.getString("metadata"),
        instant(row, "acquired_at"),
        own != null ? own : session != null ? session : Instant.EPOCH);
  }

  static Waiter waiter(ResultSet row) throws SQLException {
    Claim claim =
        new Claim(
            row.getObject("id", UUID.class),
            row.getString("owner"),
            LockMode.of(row.getString("mode")),
            row.getInt("permits"),
            Duration.ofMillis(row.getLong("ttl_millis")),
            row.getString("session"),
            row.getString("ticket"),
            row.getString("metadata"));
    return new Waiter(
        claim,
        row.getLong("place"),
        row.getObject("node", UUID.class),
        instant(row, "since"),
        instantOrNull(row, "called_at"),
        instantOrNull(row, "kept_until"));
  }

  static String label(How how) {
    return how.name().toLowerCase(Locale.ROOT);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(instantOrNull(row, column));
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
