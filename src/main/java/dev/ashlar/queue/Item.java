package dev.ashlar.queue;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A message that is in memory: being processed, returned, or next in turn. Changed by {@link
 * QueueState} alone.
 */
final class Item {
  /** Priority before age. */
  static final Comparator<Item> TURN =
      Comparator.comparingInt((Item item) -> -item.head.lane())
          .thenComparingLong(item -> item.head.position());

  static final Comparator<Item> AGE = Comparator.comparingLong(item -> item.head.position());

  /** The order in which they become visible. */
  static final Comparator<Item> DUE =
      Comparator.comparing((Item item) -> item.visibleAt).thenComparing(AGE);

  final MessageHead head;

  /** How often it was delivered. */
  int attempts;

  /** When it was delivered first. */
  Instant firstReceivedAt = Instant.EPOCH;

  /** Whether it was ever delivered, even to nobody. */
  boolean touched;

  /** Whether somebody is processing it; until {@link #visibleAt}. */
  boolean inFlight;

  Instant visibleAt = Instant.EPOCH;

  /** What the receipt of the last delivery is known by. */
  long nonce;

  @Nullable String lastError;

  Item(MessageHead head) {
    this.head = head;
  }

  long position() {
    return head.position();
  }

  @Nullable String group() {
    return head.group();
  }
}
