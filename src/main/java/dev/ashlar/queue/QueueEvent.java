package dev.ashlar.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to messages of a queue, as its log tells it. */
sealed interface QueueEvent {
  /** The messages that it is about. */
  default List<Long> positions() {
    return List.of();
  }

  /**
   * One receive was given these messages.
   *
   * @param until when they become visible again
   * @param nonce what the receipts are known by
   * @param attempt the client's id of the call, which repeats its answer
   */
  record Delivered(List<Long> positions, Instant until, long nonce, @Nullable String attempt)
      implements QueueEvent {}

  /** They are done. */
  record Acked(List<Long> positions) implements QueueEvent {}

  /**
   * They were given back.
   *
   * @param until when each becomes visible
   * @param reason why, as the receiver has it
   */
  record Returned(List<Long> positions, List<Instant> until, @Nullable String reason)
      implements QueueEvent {}

  /** Their receiver was gone before he had them: it was no delivery. */
  record Undelivered(List<Long> positions) implements QueueEvent {}

  /** They stay hidden, each until then. */
  record Extended(List<Long> positions, List<Instant> until) implements QueueEvent {}

  /** They went to another queue, or to the dead of this one. */
  record Moved(List<Long> positions) implements QueueEvent {}

  /**
   * All up to a position are gone.
   *
   * @param untouched how many of them of each lane were never delivered; see {@link
   *     QueueState#lanes()}
   */
  record Purged(long upTo, List<Long> untouched) implements QueueEvent {}
}
