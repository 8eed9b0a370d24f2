package dev.ashlar.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a group that are in memory. Not thread-safe.
 *
 * <p>Its rate is bounded by the generic cell rate algorithm (ITU-T I.371): every message moves the
 * time of the next one on, from which it may be ahead by {@link #AHEAD}.
 */
final class Group {
  /** So much is given out at once after a rest. */
  private static final Duration AHEAD = Duration.ofMillis(100);

  final String name;

  /** Those that might be given, in order; of a FIFO queue all that are not in flight. */
  final TreeSet<Item> waiting;

  /** The one whose turn it is. */
  @Nullable Item offered;

  int inFlight;

  /** Chosen by a receive that is being decided. */
  int chosen;

  /** When the next would come if all came evenly. */
  Instant pace = Instant.EPOCH;

  Group(String name, boolean fifo) {
    this.name = name;
    this.waiting = new TreeSet<>(fifo ? Item.AGE : Item.TURN);
  }

  boolean isEmpty(Instant now) {
    return inFlight == 0 && chosen == 0 && waiting.isEmpty() && !pace.isAfter(now);
  }

  /** Whether one more may be in flight. */
  boolean hasRoom(QueueConfig config) {
    Integer most = config.groupConcurrency();
    return config.fifo() ? inFlight == 0 : most == null || inFlight + chosen < most;
  }

  /** From when on the rate lets the next one go. */
  Instant mayGoFrom(int perSecond, Instant now) {
    Duration gap = gap(perSecond);
    Instant next = later(pace, now).plus(gap.multipliedBy(chosen));
    Duration ahead = AHEAD.minus(gap);
    return ahead.isNegative() ? next : next.minus(ahead);
  }

  /** One more was given. */
  void goes(int perSecond, Instant now) {
    pace = later(pace, now).plus(gap(perSecond));
  }

  private static Duration gap(int perSecond) {
    return Duration.ofSeconds(1).dividedBy(perSecond);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
