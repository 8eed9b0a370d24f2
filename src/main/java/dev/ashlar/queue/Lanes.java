package dev.ashlar.queue;

import dev.ashlar.queue.MessageHead.Place;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a queue: that of the dead, those of the priorities from 0 to 9, that of the delayed.
 * Not thread-safe.
 */
record Lanes(List<Lane> all) {
  /**
   * @param ahead see {@link Lane}
   */
  static Lanes empty(int ahead) {
    return new Lanes(
        IntStream.rangeClosed(MessageHead.DEAD, MessageHead.HIGHEST_LANE + 1)
            .mapToObj(n -> new Lane(n > MessageHead.HIGHEST_LANE, ahead, Place.START, List.of(), 0))
            .toList());
  }

  Lane delayed() {
    return all.get(all.size() - 1);
  }

  /** The lane of a number, from that of the dead on. */
  Lane at(int number) {
    return all.get(number - MessageHead.DEAD);
  }

  /** The lane that a message arrives in. */
  Lane of(MessageHead head) {
    return head.notBefore() != null ? delayed() : at(head.lane());
  }

  /** What is known of a message that nobody has touched; null for nothing. */
  @Nullable MessageHead find(long position) {
    for (Lane lane : all) {
      MessageHead head = lane.find(position);
      if (head != null) {
        return head;
      }
    }
    return null;
  }

  /** Whether it cannot be said what is next before more is read. */
  boolean isHungry() {
    return all.stream().skip(1).anyMatch(Lane::isHungry);
  }

  /** Whether there is something that may be received. */
  boolean hasReady() {
    return all.stream().skip(1).anyMatch(l -> !l.delayed && (l.first() != null || l.isHungry()));
  }

  /** The lane whose next goes before an item; one that is hungry may hold such a one. */
  @Nullable Lane before(@Nullable Item item) {
    for (int n = MessageHead.HIGHEST_LANE; n >= 0; n--) {
      if (item != null && item.head.lane() > n) {
        return null;
      }
      Lane lane = at(n);
      MessageHead head = lane.first();
      boolean before =
          head == null
              ? lane.isHungry() && isBehind(item, n, lane.cursor().position())
              : isBehind(item, n, head.position());
      if (before) {
        return lane;
      }
    }
    return null;
  }

  /** Whether a lane has a higher priority than an item. */
  boolean isAbove(Lane lane, @Nullable Item item) {
    return item != null && all.indexOf(lane) > item.head.lane() - MessageHead.DEAD;
  }

  /** Whether an item comes after what has that position in that lane. */
  private static boolean isBehind(@Nullable Item item, int lane, long position) {
    return item == null || item.head.lane() < lane || item.position() > position;
  }
}
