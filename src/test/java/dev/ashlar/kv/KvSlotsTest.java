package dev.ashlar.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class KvSlotsTest {
  private static final long LATEST = 4_000_000_000L; // in the year 2096
  private static final long LONGEST_AGE = 3_650L * 86_400;

  /** What a bucket may still look back on is in no slot that is over. */
  @Property(tries = 2_000)
  void aSlotIsNotOverWhileAChangeInItIsYoungEnough(
      @ForAll @LongRange(min = 0, max = LATEST) long written,
      @ForAll @LongRange(min = 1, max = LONGEST_AGE) long age,
      @ForAll @LongRange(min = 0, max = LONGEST_AGE) long others) {
    Duration own = Duration.ofSeconds(age);
    Instant at = Instant.ofEpochSecond(written);
    Duration longest = Duration.ofSeconds(Math.max(age, others));

    assertThat(KvSlots.isOver(KvSlots.of(own, at), longest, at.plus(own))).isFalse();
  }

  /** Space comes back: at the latest when the class of a slot is past its longest age. */
  @Property(tries = 500)
  void everySlotIsOverSomeDay(
      @ForAll @LongRange(min = 0, max = LATEST) long written,
      @ForAll @LongRange(min = 1, max = LONGEST_AGE) long age) {
    Duration own = Duration.ofSeconds(age);
    Instant at = Instant.ofEpochSecond(written);
    Duration least = own.compareTo(Duration.ofDays(1)) < 0 ? Duration.ofDays(1) : own;

    Instant end = at.plus(least).plus(Duration.ofDays(31));
    assertThat(KvSlots.isOver(KvSlots.of(own, at), least, end)).isTrue();
  }

  @Property(tries = 500)
  void theNextSlotIsTheOneAfter(
      @ForAll @LongRange(min = 0, max = LATEST) long seconds,
      @ForAll @LongRange(min = 1, max = LONGEST_AGE) long age) {
    Duration own = Duration.ofSeconds(age);
    Instant now = Instant.ofEpochSecond(seconds);

    assertThat(KvSlots.next(own, now)).isEqualTo(KvSlots.of(own, now) + 1);
  }

  @Test
  void bucketsOfDifferentAgesDoNotShareSlots() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(
            java.util.stream.Stream.of("PT1H", "PT1H0.001S", "P1DT1S", "P31DT1S")
                .map(age -> KvSlots.of(Duration.parse(age), now) / 10_000_000))
        .containsExactly(0, 1, 2, 3);
    assertThat(KvSlots.of(Duration.ofMillis(1), now))
        .isEqualTo(KvSlots.of(Duration.ofHours(1), now.plusSeconds(599)))
        .isNotEqualTo(KvSlots.of(Duration.ofHours(1), now.plusSeconds(600)));
  }
}
