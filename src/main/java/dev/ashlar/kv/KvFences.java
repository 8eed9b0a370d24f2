package dev.ashlar.kv;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks the lock block, by its SQL, which fences hold. To be asked after the buckets are locked:
 * first buckets, then locks.
 */
final class KvFences {
  /** The clock is read after the locks were waited for, and told also when none is held. */
  private static final String HELD =
      """
      SELECT clock_timestamp() AS now, held.lock, held.token
      FROM (SELECT) AS always LEFT JOIN ashlar_lock.held(?, ?) AS held ON true
      """;

  private final Connection connection;

  KvFences(Connection connection) {
    this.connection = connection;
  }

  /** Those that are held, and stay so until the end of the transaction; and when that was. */
  record Held(Instant now, Set<KvFence> fences) {}

  Held held(Set<KvFence> asked) throws SQLException {
    List<KvFence> each = List.copyOf(asked);
    Object[] locks = each.stream().map(KvFence::lock).toArray();
    Object[] tokens = each.stream().map(KvFence::token).toArray();
    try (PreparedStatement statement = connection.prepareStatement(HELD)) {
      statement.setArray(1, connection.createArrayOf("text", locks));
      statement.setArray(2, connection.createArrayOf("int8", tokens));
      try (ResultSet row = statement.executeQuery()) {
        return read(row);
      }
    }
  }

  private static Held read(ResultSet row) throws SQLException {
    Set<KvFence> held = new HashSet<>();
    Instant now = Instant.EPOCH;
    while (row.next()) {
      now = KvRows.instant(row, "now");
      String lock = row.getString("lock");
      if (lock != null) {
        held.add(new KvFence(lock, row.getLong("token")));
      }
    }
    return new Held(now, held);
  }
}
