package dev.ashlar.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a message died.
 *
 * @param from the queue where it did
 * @param reason {@code max-receives}
 * @param lastError what the last receiver said who gave it back
 */
public record DeadLetter(
    String from, String reason, int attempts, Instant firstSentAt, @Nullable String lastError) {}
