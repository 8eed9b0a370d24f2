package dev.ashlar.queue;

import dev.ashlar.platform.http.Checks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bounds of what may be asked of queues, whichever way it comes. */
final class QueueRules {
  static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
  static final int MOST_MESSAGES = 1_000;
  static final String NAME = "must have 1 to 128 characters, and no NUL";
  private static final int MOST_RECEIPTS = 1_000;
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_TEXT = 1_024;

  private QueueRules() {}

  static void checkQueue(String queue) {
    new Checks().name("queue", queue).orThrow();
  }

  static Checks checkReceipts(String queue, List<String> receipts) {
    return new Checks()
        .name("queue", queue)
        .that(
            !receipts.isEmpty() && receipts.size() <= MOST_RECEIPTS,
            "receipts",
            "must be from 1 to " + MOST_RECEIPTS + " receipts");
  }

  static void checkVisibility(Checks checks, @Nullable Duration visibility) {
    checks.that(
        visibility == null || isUpTo(LONGEST_VISIBILITY, visibility),
        "visibilityTimeout",
        "must be at most 12h");
  }

  static void checkReturn(Checks checks, @Nullable Duration delay, @Nullable String reason) {
    checks
        .that(delay == null || isUpTo(LONGEST_VISIBILITY, delay), "delay", "must be at most 12h")
        .that(
            reason == null || (reason.length() <= LONGEST_TEXT && isText(reason)),
            "reason",
            "must have at most 1024 characters, and no NUL");
  }

  /** What the names of the fields of a message begin with, of so many. */
  static String field(int messages, int index) {
    return messages == 1 ? "" : "messages[" + index + "].";
  }

  static boolean isName(@Nullable String text) {
    return text == null || (!text.isEmpty() && text.length() <= LONGEST_NAME && isText(text));
  }

  /** Whether the database can keep it: no NUL, no half of a pair of surrogates. */
  static boolean isText(String text) {
    return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  static boolean isUpTo(Duration longest, Duration time) {
    return !time.isNegative() && time.compareTo(longest) <= 0;
  }
}
