package dev.ashlar.platform.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a set-based statement is given: an array of PostgreSQL for each column. As thread-safe as
 * its connection.
 */
public record SqlArrays(Connection connection) {
  /** Values of a type of PostgreSQL, such as {@code int8}. */
  public Array of(String type, Collection<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  /** A column of items. */
  public <T> Array of(String type, Collection<T> items, Function<T, @Nullable Object> value)
      throws SQLException {
    Object[] values = new Object[items.size()];
    int n = 0;
    for (T item : items) {
      values[n++] = value.apply(item);
    }
    return connection.createArrayOf(type, values);
  }

  /** A column of bytes, sent as they are. */
  public <T> Array bytes(Collection<T> items, Function<T, byte @Nullable []> value)
      throws SQLException {
    byte[][] values = new byte[items.size()][];
    int n = 0;
    for (T item : items) {
      values[n++] = value.apply(item);
    }
    return connection.createArrayOf("bytea", values);
  }

  /** A column of times. */
  public <T> Array times(Collection<T> items, Function<T, @Nullable Instant> time)
      throws SQLException {
    return of(
        "timestamptz",
        items,
        item -> {
          Instant at = time.apply(item);
          return at == null ? null : at.toString();
        });
  }
}
