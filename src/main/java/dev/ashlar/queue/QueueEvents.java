package dev.ashlar.queue;

import dev.ashlar.queue.Attempts.Attempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the events of a log do to the state of its queue. Not thread-safe. */
final class QueueEvents {
  private final QueueState state;
  private final Turns turns;

  QueueEvents(QueueState state) {
    this.state = state;
    this.turns = state.turns();
  }

  /**
   * Something happened.
   *
   * @param at when
   * @param read of messages that may not be in memory, as far as they are there
   */
  void apply(QueueEvent event, Instant at, Map<Long, MessageHead> read) {
    state.advance(at);
    List<@Nullable Item> about = new ArrayList<>();
    for (long position : event.positions()) {
      about.add(state.find(position, read));
    }
    if (event instanceof QueueEvent.Delivered delivered) {
      delivered(delivered, about);
    } else if (event instanceof QueueEvent.Returned returned) {
      returned(returned, about);
    } else if (event instanceof QueueEvent.Extended extended) {
      extended(extended, about);
    } else if (event instanceof QueueEvent.Purged purged) {
      purged(purged);
    } else if (event instanceof QueueEvent.Undelivered) {
      present(about).forEach(this::undelivered);
    } else {
      boolean done = event instanceof QueueEvent.Acked;
      present(about).forEach(item -> state.remove(item, done));
    }
  }

  private static List<Item> present(List<@Nullable Item> about) {
    List<Item> present = new ArrayList<>();
    for (Item item : about) {
      if (item != null) {
        present.add(item);
      }
    }
    return present;
  }

  private void delivered(QueueEvent.Delivered event, List<@Nullable Item> about) {
    Instant now = state.now();
    for (Item item : present(about)) {
      turns.land(item);
      turns.leave(item);
      state.touch(item);
      item.firstReceivedAt = item.attempts == 0 ? now : item.firstReceivedAt;
      item.attempts++;
      item.nonce = event.nonce();
      item.inFlight = true;
      item.visibleAt = event.until();
      turns.fly(item);
    }
    state.received.count(now, about.size());
    if (event.attempt() != null) {
      state.attempts().add(event.attempt(), new Attempt(event.positions(), event.nonce(), now));
    }
  }

  private void returned(QueueEvent.Returned event, List<@Nullable Item> about) {
    for (int i = 0; i < about.size(); i++) {
      Item item = about.get(i);
      if (item != null) {
        item.lastError = event.reason() == null ? item.lastError : event.reason();
        comeBack(item, event.until().get(i));
      }
    }
  }

  private void undelivered(Item item) {
    item.attempts = Math.max(0, item.attempts - 1);
    comeBack(item, state.now());
  }

  private void comeBack(Item item, Instant visibleAt) {
    turns.land(item);
    turns.leave(item);
    item.visibleAt = visibleAt;
    turns.enter(item);
  }

  private void extended(QueueEvent.Extended event, List<@Nullable Item> about) {
    for (int i = 0; i < about.size(); i++) {
      Item item = about.get(i);
      if (item != null) {
        turns.hideUntil(item, event.until().get(i));
      }
    }
  }

  private void purged(QueueEvent.Purged event) {
    List<Lane> lanes = state.lanes().all();
    List<Long> before = lanes.stream().map(lane -> lane.untouched).toList();
    for (Item item : List.copyOf(state.items())) {
      if (item.position() <= event.upTo()) {
        state.remove(item, false);
      }
    }
    for (int i = 0; i < before.size(); i++) {
      lanes.get(i).purge(event.upTo());
      lanes.get(i).untouched = before.get(i) - event.untouched().get(i);
    }
    state.purgedUpTo = event.upTo();
    if (state.lanes().delayed().untouched == 0) {
      state.lastNotBefore = Instant.EPOCH; // nobody is left to be passed
    }
  }
}
