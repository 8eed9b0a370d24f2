package dev.ashlar.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.platform.database.ReplicaMarks.Mark;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplicaMarksTest {
  private static final Instant TIME = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final long SENT = -5_000;

  private final ReplicaMarks marks = new ReplicaMarks();

  @Test
  void aHeartbeatIsFoundByHowItIsShown() {
    marks.add(new Mark(TIME, SENT));

    assertThat(marks.find(TIME)).contains(new Mark(TIME, SENT));
    assertThat(marks.find(TIME.plusNanos(1_000))).isEmpty();
    assertThat(marks.find(TIME.minusNanos(1_000))).isEmpty();
  }

  /** The database's clock may be set back: then the earlier is the safe one. */
  @Test
  void ofTwoThatAreShownAlikeTheFirstCounts() {
    marks.add(new Mark(TIME, SENT));
    marks.add(new Mark(TIME, SENT + 1));

    assertThat(marks.find(TIME)).contains(new Mark(TIME, SENT));
  }

  @Test
  void afterAnHourItIsForgotten() {
    marks.add(new Mark(TIME, SENT));
    marks.add(new Mark(TIME.plusSeconds(1), SENT + Duration.ofHours(1).toNanos()));
    assertThat(marks.find(TIME)).isPresent();

    marks.add(new Mark(TIME.plusSeconds(2), SENT + Duration.ofHours(1).toNanos() + 1));

    assertThat(marks.find(TIME)).isEmpty();
    assertThat(marks.find(TIME.plusSeconds(1))).isPresent();
  }

  @Test
  void thePrimarysClockGoesOnFromTheHeartbeat() {
    assertThat(new Mark(TIME, SENT).clock(SENT + 2_000)).isEqualTo(TIME.plusNanos(2_000));
  }
}
