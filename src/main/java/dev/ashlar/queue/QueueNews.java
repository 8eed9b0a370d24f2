package dev.ashlar.queue;

import dev.ashlar.queue.QueueTable.News;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a log has beyond what the state of its queue knows, to be taken in. Not thread-safe. */
final class QueueNews {
  private final QueueState state;
  private final List<News> inOrder;

  /** Of messages that the events are about: of those that arrive, and those that are known. */
  private final Map<Long, MessageHead> heads = new HashMap<>();

  private final Set<Long> unknown = new TreeSet<>();

  QueueNews(QueueState state, Collection<News> news) {
    this.state = state;
    this.inOrder = new ArrayList<>(news);
    inOrder.sort(Comparator.comparingLong(News::position));
    for (News item : inOrder) {
      if (item.head() != null) {
        heads.put(item.position(), item.head());
      } else if (item.event() != null) {
        item.event().positions().forEach(this::look);
      }
    }
    unknown.removeAll(heads.keySet());
  }

  /** What a lane knows is kept here: it may be pushed out of there by what arrives. */
  private void look(long position) {
    MessageHead head = state.lanes().find(position);
    if (head != null) {
      heads.put(position, head);
    } else if (state.item(position) == null) {
      unknown.add(position);
    }
  }

  /** The messages whose heads are to be read first. */
  Set<Long> unknown() {
    return unknown;
  }

  /**
   * Takes it all in.
   *
   * @param read what was {@link #unknown}, as far as it is there
   */
  void takeIn(Map<Long, MessageHead> read) {
    heads.putAll(read);
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
}
