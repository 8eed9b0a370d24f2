package dev.ashlar.queue;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** How many a second, over the last ten whole seconds. Not thread-safe. */
final class Meter {
  static final int SECONDS = 10;

  private final TreeMap<Long, Long> bySecond;

  /**
   * @param bySecond how many in which second since 1970
   */
  Meter(Map<Long, Long> bySecond) {
    this.bySecond = new TreeMap<>(bySecond);
  }

  void count(Instant at, long number) {
    long unused = bySecond.merge(at.getEpochSecond(), number, Long::sum);
    forgetBefore(bySecond.lastKey() - SECONDS);
  }

  double perSecond(Instant now) {
    long second = now.getEpochSecond();
    forgetBefore(second - SECONDS);
    long sum = 0;
    for (long count : bySecond.headMap(second).values()) {
      sum += count;
    }
    return sum / (double) SECONDS;
  }

  Map<Long, Long> bySecond() {
    return new TreeMap<>(bySecond);
  }

  private void forgetBefore(long second) {
    bySecond.headMap(second).clear();
  }
}
