package dev.ashlar.queue;

import dev.ashlar.queue.MessageHead.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that has to be known of a queue to go on without its earlier log, in JSON: where each lane
 * stands, and what is not as that would have it.
 *
 * @param position the log is taken in up to here
 * @param paces of groups that have a rate
 * @param sent how many in which second; see {@link Meter}
 */
record Checkpoint(
    long position,
    Instant at,
    long purgedUpTo,
    Instant lastNotBefore,
    List<LaneAt> lanes,
    List<Held> items,
    Map<String, Attempts.Attempt> attempts,
    Map<String, Instant> paces,
    Map<Long, Long> sent,
    Map<Long, Long> received) {

  /** A lane; see {@link Lane}. */
  record LaneAt(Place cursor, List<Place> outOfTurn, long untouched) {}

  /** A message in memory; see {@link Item}. */
  record Held(
      MessageHead head,
      int attempts,
      Instant firstReceivedAt,
      boolean touched,
      boolean inFlight,
      Instant visibleAt,
      long nonce,
      @Nullable String lastError) {
    static Held of(Item item) {
      return new Held(
          item.head,
          item.attempts,
          item.firstReceivedAt,
          item.touched,
          item.inFlight,
          item.visibleAt,
          item.nonce,
          item.lastError);
    }

    Item item() {
      Item item = new Item(head);
      item.attempts = attempts;
      item.firstReceivedAt = firstReceivedAt;
      item.touched = touched;
      item.inFlight = inFlight;
      item.visibleAt = visibleAt;
      item.nonce = nonce;
      item.lastError = lastError;
      return item;
    }
  }

  static Checkpoint of(QueueState state, Lanes lanes, Collection<Item> items) {
    return new Checkpoint(
        state.applied,
        state.now(),
        state.purgedUpTo,
        state.lastNotBefore,
        lanes.all().stream()
            .map(l -> new LaneAt(l.cursor(), List.copyOf(l.outOfTurn()), l.untouched))
            .toList(),
        items.stream().map(Held::of).toList(),
        state.attempts().all(),
        state.turns().paces(),
        state.sent.bySecond(),
        state.received.bySecond());
  }

  /**
   * @param ahead see {@link Lane}
   */
  Lanes newLanes(int ahead) {
    List<Lane> all = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      LaneAt lane = lanes.get(i);
      all.add(new Lane(i == lanes.size() - 1, ahead, lane.cursor, lane.outOfTurn, lane.untouched));
    }
    return new Lanes(all);
  }
}
