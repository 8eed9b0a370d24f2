package dev.ashlar.queue;

import dev.ashlar.platform.http.Checks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver wants.
 *
 * @param max how many messages, 1 to 100
 * @param patience how long to wait for some if there are none, at most 60 s
 * @param visibilityTimeout how long they are hidden from others; null for as long as the queue has
 *     it
 * @param attempt the receiver's id of this call: made again within 5 minutes it is answered the
 *     same, as long as the messages are held
 */
public record ReceiveOptions(
    int max, Duration patience, @Nullable Duration visibilityTimeout, @Nullable String attempt) {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int MOST_RECEIVED = 100;

  QueueCommand.Receive command(String queue) {
    Checks checks =
        new Checks()
            .name("queue", queue)
            .that(max >= 1 && max <= MOST_RECEIVED, "max", "must be from 1 to " + MOST_RECEIVED)
            .that(QueueRules.isUpTo(LONGEST_WAIT, patience), "wait", "must be at most 60s")
            .that(QueueRules.isName(attempt), "attempt", QueueRules.NAME);
    QueueRules.checkVisibility(checks, visibilityTimeout);
    checks.orThrow();
    return new QueueCommand.Receive(queue, max, visibilityTimeout, attempt);
  }
}
