package dev.ashlar.queue;

/**
 * How many bytes the receives of a batch may be answered yet: all of them are in memory at once,
 * while others wait for the locks. Not thread-safe.
 */
final class AnswerBytes {
  /** Most in one answer, but for a single larger message. */
  private static final long MOST_OF_ONE = 4 << 20;

  private static final long MOST = 32 << 20;

  private long left = MOST;

  /** How many the next receive may have. */
  long forNext() {
    return Math.min(MOST_OF_ONE, left);
  }

  boolean areSpent() {
    return left <= 0;
  }

  void spend(long bytes) {
    left -= bytes;
  }
}
