package dev.ashlar.queue;

import dev.ashlar.platform.http.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are meant, whatever their state; of what is null, all.
 *
 * @param header name and value of a header, with a colon between
 * @param since sent at this time or later
 * @param until sent before this time
 */
public record MessageFilter(
    @Nullable String group,
    @Nullable String header,
    @Nullable Instant since,
    @Nullable Instant until) {
  static final MessageFilter ALL = new MessageFilter(null, null, null, null);
  static final Instant FOREVER = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * Checks its fields.
   *
   * @param where what their names begin with
   */
  void check(Checks checks, String where) {
    checks
        .that(QueueRules.isName(group), where + "group", QueueRules.NAME)
        .that(
            header == null || (header.indexOf(':') > 0 && QueueRules.isText(header)),
            where + "header",
            "must be name:value, without NUL")
        .that(isTime(since), where + "since", "must be from 1970 to 9998")
        .that(isTime(until), where + "until", "must be from 1970 to 9998");
  }

  private static boolean isTime(@Nullable Instant time) {
    return time == null || (!time.isBefore(Instant.EPOCH) && time.isBefore(FOREVER));
  }
}
