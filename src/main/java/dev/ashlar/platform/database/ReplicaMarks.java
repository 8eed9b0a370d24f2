package dev.ashlar.platform.database;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The heartbeats of this node as they stand in the database, and when it sent them by its own
 * clock. Thread-safe.
 */
final class ReplicaMarks {
  /** No answer may be older. */
  private static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Map<Instant, Long> sent = new LinkedHashMap<>();

  /**
   * A heartbeat: whatever was committed before it was sent stands wherever it does.
   *
   * @param shownAs its time by the clock of the primary, which is what tells it from others
   * @param sentAt when it was sent, by {@link System#nanoTime}
   */
  record Mark(Instant shownAs, long sentAt) {
    /** The clock of the primary at a moment of ours; it shows this at most. */
    Instant clock(long nanoTime) {
      return shownAs.plusNanos(nanoTime - sentAt);
    }
  }

  synchronized void add(Mark mark) {
    sent.putIfAbsent(mark.shownAs, mark.sentAt);
    Iterator<Long> oldest = sent.values().iterator();
    while (oldest.hasNext() && mark.sentAt - oldest.next() > KEPT_NANOS) {
      oldest.remove();
    }
  }

  /** The heartbeat that is shown so; empty when it is not one of ours, or too old. */
  synchronized Optional<Mark> find(Instant shownAs) {
    return Optional.ofNullable(sent.get(shownAs)).map(sentAt -> new Mark(shownAs, sentAt));
  }
}
