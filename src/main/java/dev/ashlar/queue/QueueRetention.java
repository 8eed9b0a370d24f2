package dev.ashlar.queue;

import dev.ashlar.platform.database.SqlArrays;
import dev.ashlar.queue.MessageHead.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Drops messages of a queue that were kept for as long as it keeps them, 10,000 at a time. */
final class QueueRetention {
  static final int MOST_AT_ONCE = 10_000;

  private static final String OVERDUE =
      """
      SELECT max(position), count(*) FROM
          (SELECT position, sent_at FROM ashlar_queue.message
              WHERE queue_id = ? AND position > ? ORDER BY position LIMIT ?) AS oldest
      WHERE sent_at < ?::timestamptz
      """;
  private static final String UNTOUCHED =
      """
      SELECT count(*) FROM ashlar_queue.message
      WHERE queue_id = ? AND lane = ? AND not_before IS NULL AND position > ? AND position <= ?
          AND position <> ALL (?)
      """;
  private static final String UNTOUCHED_DELAYED =
      """
      SELECT count(*) FROM ashlar_queue.message
      WHERE queue_id = ? AND (not_before, position) > (?::timestamptz, ?) AND position <= ?
          AND position > ? AND position <> ALL (?)
      """;

  private final Connection connection;
  private final SqlArrays arrays;
  private final QueueDecider decider;
  private final QueueState state;

  QueueRetention(Connection connection, QueueDecider decider, QueueState state) {
    this.connection = connection;
    this.arrays = new SqlArrays(connection);
    this.decider = decider;
    this.state = state;
  }

  /** {@link QueueResult.Done} with how many rows of the log were overdue. */
  QueueResult retire() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OVERDUE)) {
      statement.setInt(1, state.config().id());
      statement.setLong(2, state.purgedUpTo);
      statement.setInt(3, MOST_AT_ONCE);
      statement.setString(4, state.now().minus(state.config().retention()).toString());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long upTo = row.getLong(1);
        if (!row.wasNull()) {
          QueueResult unused = decider.purge(upTo, untouchedUpTo(upTo));
        }
        return new QueueResult.Done(row.getLong(2));
      }
    }
  }

  private List<Long> untouchedUpTo(long upTo) throws SQLException {
    List<Long> dropped = new ArrayList<>();
    for (int i = 0; i < state.lanes().all().size(); i++) {
      Lane lane = state.lanes().all().get(i);
      long inMemory =
          state.items().stream()
              .filter(item -> !item.touched && item.position() <= upTo)
              .filter(item -> state.lanes().of(item.head) == lane)
              .count();
      long inTable = lane.untouched == 0 ? 0 : untouched(lane, i + MessageHead.DEAD, upTo);
      dropped.add(Math.min(lane.untouched, inMemory + inTable));
    }
    return dropped;
  }

  private long untouched(Lane lane, int number, long upTo) throws SQLException {
    List<Long> apart = positions(lane.outOfTurn());
    try (PreparedStatement statement =
        connection.prepareStatement(lane.delayed ? UNTOUCHED_DELAYED : UNTOUCHED)) {
      statement.setInt(1, state.config().id());
      if (lane.delayed) {
        statement.setString(2, lane.cursor().from().toString());
        statement.setLong(3, lane.cursor().position());
        statement.setLong(4, upTo);
        statement.setLong(5, state.purgedUpTo);
      } else {
        statement.setInt(2, number);
        statement.setLong(3, Math.max(lane.cursor().position(), state.purgedUpTo));
        statement.setLong(4, upTo);
      }
      statement.setArray(lane.delayed ? 6 : 5, arrays.of("int8", apart));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static List<Long> positions(Collection<Place> places) {
    return places.stream().map(Place::position).toList();
  }
}
