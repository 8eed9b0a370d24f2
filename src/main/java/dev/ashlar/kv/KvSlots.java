package dev.ashlar.kv;

import java.time.Duration;
import java.time.Instant;

/**
 * Spans of time by which the history is partitioned, so that it can be dropped whole: short ones
 * for buckets that look back a short time, long ones for others. A slot is a number: its class
 * times 10,000,000, plus the number of its span since 1970.
 */
final class KvSlots {
  private static final int CLASS = 10_000_000;

  /** A class of slots: those of buckets that look back at most so long. */
  private enum Width {
    HOUR(0, Duration.ofHours(1), Duration.ofMinutes(10)),
    DAY(1, Duration.ofDays(1), Duration.ofHours(2)),
    MONTH(2, Duration.ofDays(31), Duration.ofDays(1)),
    LONGER(3, Duration.ofDays(36_500), Duration.ofDays(30));

    final int number;
    final Duration longestAge;
    final Duration span;

    Width(int number, Duration longestAge, Duration span) {
      this.number = number;
      this.longestAge = longestAge;
      this.span = span;
    }

    static Width of(Duration age) {
      for (Width width : values()) {
        if (age.compareTo(width.longestAge) <= 0) {
          return width;
        }
      }
      throw new IllegalArgumentException("too long an age: " + age);
    }
  }

  private KvSlots() {}

  /** Where a change of now goes, in a bucket that looks back for this long. */
  static int of(Duration age, Instant now) {
    Width width = Width.of(age);
    return width.number * CLASS + (int) (now.getEpochSecond() / width.span.toSeconds());
  }

  /** Where a change will go when the present slot has ended. */
  static int next(Duration age, Instant now) {
    return of(age, now.plus(Width.of(age).span));
  }

  /** Whether what is in a slot is past the age of every bucket that writes to its class. */
  static boolean isOver(int slot, Duration longestAge, Instant now) {
    Width width = Width.values()[slot / CLASS];
    Instant end = Instant.ofEpochSecond((slot % CLASS + 1) * width.span.toSeconds());
    Duration kept = longestAge.compareTo(width.longestAge) < 0 ? longestAge : width.longestAge;
    return end.plus(kept).isBefore(now);
  }
}
