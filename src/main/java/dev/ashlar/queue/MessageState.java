package dev.ashlar.queue;

import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.queue.Checkpoint.Held;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The states that an open message may be in. */
enum MessageState {
  READY,
  IN_FLIGHT,
  DELAYED,
  DEAD;

  /** As it is written in the API. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static MessageState parse(@Nullable String text) {
    for (MessageState state : values()) {
      if (state.label().equals(text == null ? READY.label() : text)) {
        return state;
      }
    }
    throw ProblemException.invalid("state", "must be ready, in-flight, delayed or dead");
  }

  /** The state of a message that is in memory. */
  static MessageState of(Held item, Instant now, int maxReceives) {
    if (item.inFlight()) {
      return IN_FLIGHT;
    }
    boolean dead =
        item.head().lane() == MessageHead.DEAD
            || (item.touched() && item.attempts() >= maxReceives);
    return dead ? DEAD : item.visibleAt().isAfter(now) ? DELAYED : READY;
  }
}
