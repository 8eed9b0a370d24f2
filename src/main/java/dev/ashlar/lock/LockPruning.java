package dev.ashlar.lock;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements that forget what nobody asks for any more, each a small part of it. */
final class LockPruning {
  /** How many former holders of a lock are remembered. */
  static final int HISTORY = 1_000;

  private static final String OLD_HISTORY =
      """
      DELETE FROM ashlar_lock.past p
      USING (SELECT lock_id, max(token) AS newest
              FROM (SELECT old.* FROM ashlar_lock.lock l
                  CROSS JOIN LATERAL (SELECT lock_id, token FROM ashlar_lock.past
                      WHERE lock_id = l.id AND token <= l.token - ? ORDER BY token LIMIT ?) AS old
                  WHERE l.token - l.base > ? LIMIT ?) AS part
              GROUP BY lock_id) AS old
      WHERE p.lock_id = old.lock_id AND p.token <= old.newest
      """;

  private static final String LAST_OF_PART =
      """
      SELECT max(id) AS id
      FROM (SELECT id FROM ashlar_lock.lock WHERE id > ? ORDER BY id LIMIT ?) AS part
      """;

  /** Waits for nobody, and so keeps nobody waiting. */
  private static final String UNUSED =
      """
      SELECT id FROM ashlar_lock.lock l
      WHERE id > ? AND id <= ? AND ashlar_lock.is_unused(l) FOR UPDATE SKIP LOCKED
      """;

  /** They may have been used before they were locked, so they are looked at once more. */
  private static final String REMOVE =
      """
      WITH removed AS (
          DELETE FROM ashlar_lock.lock l WHERE id = ANY(?) AND ashlar_lock.is_unused(l)
          RETURNING token)
      UPDATE ashlar_lock.floor SET token = greatest(token, (SELECT max(token) FROM removed))
      """;

  private final Connection connection;

  LockPruning(Connection connection) {
    this.connection = connection;
  }

  /** Forgets at most so many former holders, the oldest first; answers how many. */
  int history(int most) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OLD_HISTORY)) {
      statement.setInt(1, HISTORY);
      statement.setInt(2, most);
      statement.setInt(3, HISTORY);
      statement.setInt(4, most);
      return statement.executeUpdate();
    }
  }

  /**
   * Removes the unused ones of so many locks.
   *
   * @param after where the part before ended, 0 for the first
   * @return where this part ends, 0 when there was nothing left
   */
  int locks(int after, int count) throws SQLException {
    int last = lastOfPart(after, count);
    List<Integer> unused = unused(after, last);
    if (!unused.isEmpty()) {
      remove(unused);
    }
    return last;
  }

  private int lastOfPart(int after, int count) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST_OF_PART)) {
      statement.setInt(1, after);
      statement.setInt(2, count);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt("id");
      }
    }
  }

  private List<Integer> unused(int after, int last) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNUSED)) {
      statement.setInt(1, after);
      statement.setInt(2, last);
      try (ResultSet row = statement.executeQuery()) {
        List<Integer> unused = new ArrayList<>();
        while (row.next()) {
          unused.add(row.getInt("id"));
        }
        return unused;
      }
    }
  }

  private void remove(List<Integer> locks) throws SQLException {
    Array ids = connection.createArrayOf("int4", locks.toArray());
    try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
      statement.setArray(1, ids);
      statement.executeUpdate();
    }
  }
}
