package dev.ashlar.queue;

import dev.ashlar.platform.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters of a queue on their way, as its row has it.
 *
 * @param target where they go; null for where each of them died
 * @param scopes what the key reached that began it
 * @param upTo only those up to this position, which were there at the beginning
 * @param reached all up to here have been looked at
 * @param pause until the next step, by the database's clock
 */
record Redrive(
    long id,
    String queue,
    @Nullable String target,
    List<String> scopes,
    Selection selection,
    RedriveWish.@Nullable Edit edit,
    @Nullable Integer ratePerSecond,
    long upTo,
    long total,
    long reached,
    long moved,
    long skipped,
    State state,
    @Nullable String reason,
    Instant startedAt,
    @Nullable Instant endedAt,
    Duration pause) {
  private static final int MOST_AT_ONCE = 1_000;
  private static final int STEPS_PER_SECOND = 10;

  /** How far it is. */
  enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  /**
   * Where a message goes; null if that is beyond the scopes.
   *
   * @param origin where it died
   */
  @Nullable String targetOf(String origin) {
    return target != null ? target : Caller.reaches(scopes, "queue", origin) ? origin : null;
  }

  /** How many messages are moved in one step. */
  int stepSize() {
    return ratePerSecond == null
        ? MOST_AT_ONCE
        : Math.min(MOST_AT_ONCE, Math.max(1, ratePerSecond / STEPS_PER_SECOND));
  }

  /** How long to rest after so many. */
  Duration restAfter(long messages) {
    return ratePerSecond == null
        ? Duration.ZERO
        : Duration.ofNanos(Duration.ofSeconds(messages).toNanos() / ratePerSecond);
  }
}
