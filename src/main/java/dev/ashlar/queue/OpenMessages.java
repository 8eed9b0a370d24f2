package dev.ashlar.queue;

import dev.ashlar.platform.database.SqlArrays;
import dev.ashlar.queue.Checkpoint.Held;
import dev.ashlar.queue.Checkpoint.LaneAt;
import dev.ashlar.queue.MessageHead.Place;
import dev.ashlar.queue.QueueResult.Surveyed;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Which messages of a log are open and in which state, for SQL: those that memory says so of, and
 * those behind the cursors of the lanes that are not in memory.
 *
 * @param states which are meant
 */
record OpenMessages(Surveyed survey, Set<MessageState> states) {
  /**
   * The messages, the first so many of each kind; its parameters are what {@link #bind} gives. Each
   * kind by the index that finds it without reading what is done or of another kind.
   */
  static final String SELECT =
      """
      (SELECT COLUMNS FROM ashlar_queue.message m
          WHERE m.queue_id = ? AND m.position > ? AND m.position = ANY(?)
          ORDER BY m.position LIMIT ?)
      UNION ALL
      (SELECT COLUMNS FROM ashlar_queue.message m
          WHERE ? AND m.queue_id = ? AND m.position > ? AND m.lane >= 0 AND m.not_before IS NULL
              AND m.position > (?::bigint[])[m.lane + 2] AND m.position <> ALL(?)
          ORDER BY m.position LIMIT ?)
      UNION ALL
      (SELECT COLUMNS FROM ashlar_queue.message m
          WHERE ? AND m.queue_id = ? AND m.position > ? AND m.lane = -1 AND m.not_before IS NULL
              AND m.position <> ALL(?)
          ORDER BY m.position LIMIT ?)
      UNION ALL
      (SELECT COLUMNS FROM ashlar_queue.message m
          WHERE ? AND m.queue_id = ? AND m.position > ? AND m.not_before IS NOT NULL
              AND (m.not_before, m.position) > (?::timestamptz, ?) AND m.position <> ALL(?)
          ORDER BY m.position LIMIT ?)
      """
          .replace("COLUMNS", "m.position, m.id, m.group_name, m.headers, m.sent_at, m.dead_from");

  /**
   * Binds the parameters; answers the next one.
   *
   * @param after only those after this position
   * @param most of each kind
   */
  int bind(PreparedStatement statement, int first, long after, int most) throws SQLException {
    Checkpoint memory = survey.checkpoint();
    SqlArrays arrays = new SqlArrays(statement.getConnection());
    List<Long> apart = apart(after);
    int id = survey.config().id();
    long from = Math.max(after, memory.purgedUpTo());
    int next = first;
    statement.setInt(next++, id);
    statement.setLong(next++, after);
    statement.setArray(next++, arrays.of("int8", held(after)));
    statement.setInt(next++, most);

    statement.setBoolean(next++, states.contains(MessageState.READY));
    statement.setInt(next++, id);
    statement.setLong(next++, Math.max(from, firstReady()));
    statement.setString(
        next++,
        QueueRows.literal(memory.lanes().stream().map(lane -> lane.cursor().position()).toList()));
    statement.setArray(next++, arrays.of("int8", apart));
    statement.setInt(next++, most);

    statement.setBoolean(next++, states.contains(MessageState.DEAD));
    statement.setInt(next++, id);
    statement.setLong(next++, Math.max(from, memory.lanes().get(0).cursor().position()));
    statement.setArray(next++, arrays.of("int8", apart));
    statement.setInt(next++, most);

    Place delayed = memory.lanes().get(memory.lanes().size() - 1).cursor();
    statement.setBoolean(next++, states.contains(MessageState.DELAYED));
    statement.setInt(next++, id);
    statement.setLong(next++, from);
    statement.setString(next++, delayed.from().toString());
    statement.setLong(next++, delayed.position());
    statement.setArray(next++, arrays.of("int8", apart));
    statement.setInt(next++, most);
    return next;
  }

  /** Those of memory; the other kinds leave out all that is there. */
  private List<Long> held(long after) {
    int maxReceives = survey.config().maxReceives();
    return survey.checkpoint().items().stream()
        .filter(item -> states.contains(MessageState.of(item, survey.now(), maxReceives)))
        .map(Held::head)
        .map(MessageHead::position)
        .filter(position -> position > after)
        .toList();
  }

  /** What the lanes have behind their cursors no more. */
  List<Long> apart(long after) {
    return survey.checkpoint().lanes().stream()
        .flatMap(lane -> lane.outOfTurn().stream())
        .map(Place::position)
        .filter(position -> position > after)
        .toList();
  }

  /** How many messages there are that nobody is processing, by memory alone. */
  long waiting() {
    Checkpoint memory = survey.checkpoint();
    long returned = memory.items().stream().filter(i -> i.touched() && !i.inFlight()).count();
    return returned + memory.lanes().stream().mapToLong(LaneAt::untouched).sum();
  }

  /** Up to it no message of a priority is still behind its cursor. */
  private long firstReady() {
    List<LaneAt> lanes = survey.checkpoint().lanes();
    return lanes.subList(1, lanes.size() - 1).stream()
        .filter(lane -> lane.untouched() > 0)
        .mapToLong(lane -> lane.cursor().position())
        .min()
        .orElse(survey.checkpoint().position());
  }
}
