package dev.ashlar.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.Json;
import dev.ashlar.queue.QueueTable.Arrived;
import dev.ashlar.queue.QueueTable.Current;
import dev.ashlar.queue.QueueTable.News;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings queues into memory under their locks: by what was appended since they were last looked at,
 * or from their newest checkpoint and what followed it.
 */
final class QueueLoader {
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
        checkpoint == null ? new QueueState(config) : new QueueState(config, parse(checkpoint));
    long from = state.applied;
    long rows = 0;
    for (Arrived arrived : table.arrivedAfter(config.id(), from)) {
      state.arriveUnread(arrived);
      rows += arrived.messages();
    }
    List<News> events = table.eventsAfter(config.id(), from);
    takeIn(state, events);
    return new OpenQueue(state, current.turn(), rows + events.size());
  }

  static Checkpoint parse(String json) throws SQLException {
    try {
      return Json.MAPPER.readValue(json, Checkpoint.class);
    } catch (JsonProcessingException e) {
      throw new SQLException("a checkpoint cannot be read", e);
    }
  }

  private void takeIn(QueueState state, List<News> news) throws SQLException {
    if (news.isEmpty()) {
      return;
    }
    List<News> inOrder = new ArrayList<>(news);
    inOrder.sort(Comparator.comparingLong(News::position));
    Map<Long, MessageHead> heads = heads(state, inOrder);
    QueueEvents events = new QueueEvents(state);
    for (News item : inOrder) {
      if (item.head() != null) {
        state.arrive(item.head());
      } else if (item.event() != null) {
        events.apply(item.event(), item.at(), heads);
      }
      state.applied = Math.max(state.applied, item.position());
    }
  }

  /** Of all messages that the events are about and that may not be in memory by then. */
  private Map<Long, MessageHead> heads(QueueState state, List<News> news) throws SQLException {
    Map<Long, MessageHead> heads = new HashMap<>();
    Set<Long> unknown = new TreeSet<>();
    for (News item : news) {
      if (item.head() != null) {
        heads.put(item.position(), item.head());
      } else if (item.event() != null) {
        unknown.addAll(new QueueEvents(state).unknown(item.event()));
      }
    }
    unknown.removeAll(heads.keySet());
    heads.putAll(table.heads(state.config().id(), unknown));
    return heads;
  }
}
