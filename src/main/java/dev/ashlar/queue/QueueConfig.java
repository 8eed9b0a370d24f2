package dev.ashlar.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a queue, all of them filled in.
 *
 * @param id of the queue; another one under the same name is another queue
 * @param fifo whether messages of a group are given in order, one receive at a time
 * @param visibilityTimeout how long a receive hides messages that does not say so
 * @param maxReceives after how many failed deliveries a message is dead
 * @param deadLetterQueue where it goes then; without one it stays here as dead
 * @param retention how long a message is kept
 * @param delay how long a message is hidden at first whose sender does not say so
 * @param dedupWindow how long a deduplication id is remembered
 * @param maxInFlight most messages that are being processed at once
 * @param groupConcurrency most messages of a group that are; null for no bound
 * @param groupRate most messages of a group that are given out in a second; null for no bound
 */
record QueueConfig(
    int id,
    String name,
    boolean fifo,
    Duration visibilityTimeout,
    int maxReceives,
    @Nullable String deadLetterQueue,
    Duration retention,
    Duration delay,
    int maxMessageBytes,
    Duration dedupWindow,
    Backoff backoff,
    int maxInFlight,
    @Nullable Integer groupConcurrency,
    @Nullable Integer groupRate) {}
