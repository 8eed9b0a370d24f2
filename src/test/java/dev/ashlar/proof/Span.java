package dev.ashlar.proof;

/**
 * When a call was made and when its answer came, in nanoseconds of one clock.
 *
 * @param completed {@link #NEVER} when there was no answer: the effect may come at any time
 */
record Span(long invoked, long completed) {
  static final long NEVER = Long.MAX_VALUE;

  /** Whether this was over before another began, so that every observer must agree on the order. */
  boolean isBefore(Span other) {
    return completed < other.invoked;
  }
}
