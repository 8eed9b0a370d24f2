package dev.ashlar.queue;

import dev.ashlar.queue.MessageHead.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one priority, or the delayed ones, that nobody has touched, in order: those next
 * in turn are known, those behind them are only counted and read from the table when they are
 * needed. Not thread-safe.
 */
final class Lane {
  /** How many messages a node knows ahead. */
  static final int AHEAD = 2_000;

  /** Whether it holds the delayed ones. */
  final boolean delayed;

  private final int ahead;
  private final TreeMap<Place, MessageHead> window = new TreeMap<>();
  private final Map<Long, MessageHead> byPosition = new HashMap<>();

  /** Places behind the cursor that are out of turn in memory, or gone. */
  private final TreeSet<Place> outOfTurn = new TreeSet<>();

  private Place cursor;
  private boolean complete;

  /** Messages that were never delivered, those included that are in memory already. */
  long untouched;

  /**
   * @param ahead how many messages are known ahead
   */
  Lane(boolean delayed, int ahead, Place cursor, Collection<Place> outOfTurn, long untouched) {
    this.delayed = delayed;
    this.ahead = ahead;
    this.cursor = cursor;
    this.outOfTurn.addAll(outOfTurn);
    this.untouched = untouched;
    this.complete = untouched == 0;
  }

  /** Everything up to here is in memory, or gone. */
  Place cursor() {
    return cursor;
  }

  Collection<Place> outOfTurn() {
    return outOfTurn;
  }

  /** Whether there may be more, of which nothing is known. */
  boolean isHungry() {
    return window.isEmpty() && !complete;
  }

  /** Whether it is worth to read ahead for somebody who wants that many. */
  boolean isShortOf(int wanted) {
    return !complete && window.size() < wanted;
  }

  /** How many messages are known ahead. */
  int known() {
    return window.size();
  }

  /** Whether all is known that is there. */
  boolean isComplete() {
    return complete;
  }

  /** After what to read on: the last that is known. */
  Place knownUpTo() {
    return window.isEmpty() ? cursor : window.lastKey();
  }

  @Nullable MessageHead first() {
    return window.isEmpty() ? null : window.firstEntry().getValue();
  }

  @Nullable MessageHead find(long position) {
    return byPosition.get(position);
  }

  /** A message was stored. */
  void arrive(MessageHead head) {
    untouched++;
    boolean inReach = complete || (!window.isEmpty() && head.place().compareTo(knownUpTo()) < 0);
    if (inReach && !isTaken(head.place())) {
      add(head);
      trim();
    }
  }

  /** So many messages were stored behind all that is known. */
  void arriveUnread(long messages) {
    untouched += messages;
    complete = complete && messages == 0;
  }

  /**
   * Takes in what was read behind {@link #knownUpTo}.
   *
   * @param isEnd whether there is nothing after it
   */
  void refill(Collection<MessageHead> heads, boolean isEnd) {
    heads.stream().filter(head -> !isTaken(head.place())).forEach(this::add);
    complete = isEnd;
    if (window.isEmpty() && !heads.isEmpty()) {
      heads.stream().map(MessageHead::place).max(Place::compareTo).ifPresent(this::moveTo);
    }
  }

  /** Whether the message of that place is in memory, or gone. */
  boolean isTaken(Place place) {
    return place.compareTo(cursor) <= 0 || outOfTurn.contains(place);
  }

  /** A message is in memory from now on, or gone. */
  void take(MessageHead head) {
    Place place = head.place();
    if (isTaken(place)) {
      return;
    }
    boolean next = !window.isEmpty() && window.firstKey().equals(place);
    if (window.remove(place) != null) {
      byPosition.remove(head.position());
    }
    if (next) {
      moveTo(place);
    } else {
      outOfTurn.add(place);
    }
  }

  /** Everything up to a position is gone. */
  void purge(long upTo) {
    window.values().removeIf(head -> head.position() <= upTo);
    byPosition.keySet().removeIf(position -> position <= upTo);
    outOfTurn.removeIf(place -> place.position() <= upTo);
    if (!delayed && cursor.position() < upTo) {
      moveTo(new Place(cursor.from(), upTo));
    }
  }

  private void moveTo(Place place) {
    cursor = place;
    outOfTurn.headSet(place, true).clear();
  }

  private void add(MessageHead head) {
    window.put(head.place(), head);
    byPosition.put(head.position(), head);
  }

  private void trim() {
    if (window.size() > ahead) {
      byPosition.remove(window.pollLastEntry().getValue().position());
      complete = false;
    }
  }
}
