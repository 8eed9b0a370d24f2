package dev.ashlar.queue;

import java.time.Duration;

/**
 * How long a message that could not be processed rests before it is given again: longer with every
 * failure, and never the same for many at once.
 *
 * @param initial after the first failure
 * @param multiplier how much longer after each further one, 1 or more
 * @param max the longest rest
 * @param jitter which part of it chance may take off or add, 0 to 1
 */
record Backoff(Duration initial, double multiplier, Duration max, double jitter) {
  static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(10), 0.2);

  /**
   * The rest after so many failures.
   *
   * @param failures 1 or more
   * @param chance from 0 to 1
   */
  Duration after(int failures, double chance) {
    double longest = max.toMillis();
    double millis = initial.toMillis() * Math.pow(multiplier, Math.max(0, failures - 1));
    double spread = Math.min(millis, longest) * (1 + jitter * (2 * chance - 1));
    return Duration.ofMillis((long) Math.min(spread, longest));
  }
}
