package dev.ashlar.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.Json;
import dev.ashlar.queue.MessageHead.Place;
import dev.ashlar.queue.QueueTable.Arrived;
import dev.ashlar.queue.QueueTable.Current;
import dev.ashlar.queue.QueueTable.News;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings queues into memory under their locks: by what was appended since they were last looked at,
 * or from their newest checkpoint and what followed it.
 */
final class QueueLoader {
  /** How many messages of a log are counted by one statement. */
  private static final int MOST_COUNTED = 500_000;

  /** The error's SQLSTATE; one without is taken for a lost connection. */
  private static final String DATA_CORRUPTED = "XX001";

  private final QueueTable table;

  QueueLoader(QueueTable table) {
    this.table = table;
  }

  /**
   * The queue as its log has it.
   *
   * @param known what this node had of it; null for nothing
   */
  OpenQueue bring(QueueConfig config, @Nullable OpenQueue known, Current current)
      throws SQLException {
    List<News> news = current.news().getOrDefault(config.id(), List.of());
    boolean isFresh =
        known != null
            && known.state.config().id() == config.id()
            && known.turn >= current.former()
            && news.size() <= QueueTable.MOST_NEW;
    OpenQueue queue = isFresh ? Objects.requireNonNull(known) : load(config, current);
    if (isFresh) {
      takeIn(queue.state, news);
      queue.grewBy(news.size());
    }
    queue.turn = current.turn();
    queue.state.configure(config);
    return queue;
  }

  private OpenQueue load(QueueConfig config, Current current) throws SQLException {
    String checkpoint = table.checkpoint(config.id());
    QueueState state =
        checkpoint == null
            ? new QueueState(config, Lane.AHEAD)
            : new QueueState(config, Lane.AHEAD, parse(checkpoint));
    long from = state.applied;
    Place cursor = state.lanes().delayed().cursor();
    long rows = 0;
    long counted = MOST_COUNTED;
    while (counted == MOST_COUNTED) {
      counted = 0;
      for (Arrived arrived : table.arrivedAfter(config.id(), state.applied, cursor, MOST_COUNTED)) {
        state.arriveUnread(arrived);
        counted += arrived.messages();
      }
      rows += counted;
    }
    table.passedAfter(config.id(), from, cursor).forEach(state::arrive);
    List<News> events = table.eventsAfter(config.id(), from);
    takeIn(state, events);
    return new OpenQueue(state, current.turn(), rows + events.size());
  }

  static Checkpoint parse(String json) throws SQLException {
    try {
      return Json.MAPPER.readValue(json, Checkpoint.class);
    } catch (JsonProcessingException e) {
      throw new SQLException("a checkpoint cannot be read", DATA_CORRUPTED, e);
    }
  }

  private void takeIn(QueueState state, List<News> rows) throws SQLException {
    QueueNews news = new QueueNews(state, rows);
    news.takeIn(table.heads(state.config().id(), news.unknown()));
  }
}
