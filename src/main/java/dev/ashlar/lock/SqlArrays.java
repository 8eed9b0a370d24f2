package dev.ashlar.lock;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a set-based statement is given. */
record SqlArrays(Connection connection) {
  Array of(String type, Collection<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  <T> Array of(String type, List<T> items, Function<T, @Nullable Object> value)
      throws SQLException {
    Object[] values = new Object[items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(items.get(i));
    }
    return connection.createArrayOf(type, values);
  }

  /** Times as text, which the statement casts. */
  <T> Array times(List<T> items, Function<T, @Nullable Instant> time) throws SQLException {
    return of(
        "text",
        items,
        item -> {
          Instant at = time.apply(item);
          return at == null ? null : at.toString();
        });
  }
}
