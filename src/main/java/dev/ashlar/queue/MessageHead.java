package dev.ashlar.queue;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept in memory of a stored message: all but its content.
 *
 * @param position in the log of its queue
 * @param lane its priority, from 0 to 9, or {@link #DEAD}
 * @param notBefore until when it is hidden at first; null if it was visible at once
 * @param size about how many bytes an answer has with it
 */
record MessageHead(
    long position,
    int lane,
    @Nullable String group,
    @Nullable Instant notBefore,
    Instant sentAt,
    int size) {
  /** The lane of dead messages that have no other queue to go to; nobody receives from it. */
  static final int DEAD = -1;

  static final int HIGHEST_LANE = 9;

  /**
   * Where a message stands in its lane.
   *
   * @param from the end of its first delay; {@link Instant#EPOCH} in lanes without delays
   */
  record Place(Instant from, long position) implements Comparable<Place> {
    static final Place START = new Place(Instant.EPOCH, 0);
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::from).thenComparingLong(Place::position);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  Place place() {
    return new Place(notBefore == null ? Instant.EPOCH : notBefore, position);
  }
}
