package dev.ashlar.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Those who wait for messages of one queue, in the order in which they came. Who is called asks the
 * queue, and joins again in his place if there is nothing. Thread-safe.
 */
final class Line {
  /** How many ask at once when something has happened. */
  private static final int MOST_AT_ONCE = 16;

  private final TreeSet<Receiver> waiting =
      new TreeSet<>(Comparator.comparingLong((Receiver receiver) -> receiver.place));
  private int members;
  private long calls;
  private long seenUpTo;

  /** One more, or one less, who waits or asks. */
  synchronized boolean isEmptyAfter(int change) {
    members += change;
    return members == 0;
  }

  /** How often something has happened; to be read before asking. */
  synchronized long calls() {
    return calls;
  }

  /**
   * Puts somebody into the line who asked and was given nothing; false if something has happened
   * since he asked.
   */
  synchronized boolean join(Receiver receiver, long callsBefore) {
    return calls == callsBefore && waiting.add(receiver);
  }

  /** Whether it was in the line. */
  synchronized boolean leave(Receiver receiver) {
    return waiting.remove(receiver);
  }

  /** Takes those out whose clients have gone. */
  synchronized List<Receiver> leaveGone() {
    List<Receiver> gone = waiting.stream().filter(r -> r.isGone.getAsBoolean()).toList();
    gone.forEach(waiting::remove);
    return gone;
  }

  /** Something has happened: those who are to ask now. */
  List<Receiver> call() {
    return call(MOST_AT_ONCE);
  }

  /** The same, but not more than so many. */
  synchronized List<Receiver> call(int most) {
    calls++;
    List<Receiver> called = new ArrayList<>();
    while (!waiting.isEmpty() && called.size() < Math.min(most, MOST_AT_ONCE)) {
      called.add(Objects.requireNonNull(waiting.pollFirst()));
    }
    return called;
  }

  /** Whether the log of the queue goes further than was seen before. */
  synchronized boolean grewTo(long last) {
    boolean grew = last > seenUpTo;
    seenUpTo = Math.max(seenUpTo, last);
    return grew;
  }
}
