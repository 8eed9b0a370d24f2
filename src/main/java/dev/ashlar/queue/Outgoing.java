package dev.ashlar.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent.
 *
 * @param delay how long it is hidden at first; null for the queue's
 * @param at until when instead; null if {@code delay} or the queue says it
 */
record Outgoing(
    Content content, @Nullable String group, @Nullable Duration delay, @Nullable Instant at) {}
