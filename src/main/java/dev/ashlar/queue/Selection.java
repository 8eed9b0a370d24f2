package dev.ashlar.queue;

import dev.ashlar.platform.database.SqlArrays;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are meant, for SQL.
 *
 * @param onlyDead whether only dead letters are
 * @param ids only these; null for all
 */
record Selection(MessageFilter filter, boolean onlyDead, @Nullable List<UUID> ids) {
  /** The condition on a message m; its parameters are what {@link #bind} gives. */
  static final String CONDITION =
      """
      ((?::text IS NULL OR m.group_name = ?)
          AND (?::text IS NULL OR (m.headers IS NOT NULL AND m.headers::jsonb ->> ? = ?))
          AND m.sent_at >= ?::timestamptz AND m.sent_at < ?::timestamptz
          AND (m.dead_from IS NOT NULL OR NOT ?) AND (?::uuid[] IS NULL OR m.id = ANY(?)))
      """;

  static Selection of(MessageFilter filter) {
    return new Selection(filter, false, null);
  }

  /** How many of so many may be meant. */
  long mostOf(long messages) {
    return ids == null ? messages : Math.min(messages, ids.size());
  }

  /** Binds the parameters of the condition; answers the next one. */
  int bind(PreparedStatement statement, int first) throws SQLException {
    String header = filter.header();
    int colon = header == null ? 0 : header.indexOf(':');
    String name = header == null ? null : header.substring(0, colon);
    java.sql.Array only =
        ids == null ? null : new SqlArrays(statement.getConnection()).of("uuid", ids);
    int next = first;
    statement.setString(next++, filter.group());
    statement.setString(next++, filter.group());
    statement.setString(next++, name);
    statement.setString(next++, name);
    statement.setString(next++, header == null ? null : header.substring(colon + 1));
    statement.setString(next++, orElse(filter.since(), Instant.EPOCH).toString());
    statement.setString(next++, orElse(filter.until(), MessageFilter.FOREVER).toString());
    statement.setBoolean(next++, onlyDead);
    statement.setArray(next++, only);
    statement.setArray(next++, only);
    return next;
  }

  private static Instant orElse(@Nullable Instant time, Instant otherwise) {
    return time == null ? otherwise : time;
  }
}
