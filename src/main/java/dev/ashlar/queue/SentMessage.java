package dev.ashlar.queue;

import java.util.UUID;

/**
 * A message that is stored.
 *
 * @param duplicate whether it was before, under the same deduplication id
 * @param position in the queue; rises with every message
 */
public record SentMessage(UUID id, boolean duplicate, long position) {}
