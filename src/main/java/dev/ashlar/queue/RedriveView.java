package dev.ashlar.queue;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters on their way, in the API.
 *
 * @param queue where they were
 * @param to where they go; absent when each goes back to where it died
 * @param state {@code running}, {@code done}, {@code cancelled} or {@code failed}
 * @param skipped those that could not be moved: where they died is no queue any more, would not
 *     take them, or is beyond the scopes of who began it
 * @param total how many there were at the beginning; if more than 100,000 messages waited, at most
 * @param reason why it failed
 */
public record RedriveView(
    String id,
    String queue,
    @Nullable String to,
    String state,
    long moved,
    long skipped,
    long total,
    @Nullable Integer ratePerSecond,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String reason) {
  static RedriveView of(Redrive redrive) {
    return new RedriveView(
        Long.toString(redrive.id()),
        redrive.queue(),
        redrive.target(),
        redrive.state().name().toLowerCase(Locale.ROOT),
        redrive.moved(),
        redrive.skipped(),
        redrive.total(),
        redrive.ratePerSecond(),
        redrive.startedAt(),
        redrive.endedAt(),
        redrive.reason());
  }
}
