package dev.ashlar.protocol.sqs;

import dev.ashlar.protocol.sqs.SqsRequests.SendMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By what a message is known again.
 *
 * @param id as clients see it; null when it is not to be known again
 * @param key by which the queue knows it
 */
record Deduplication(@Nullable String id, @Nullable String key) {
  private static final Deduplication NONE = new Deduplication(null, null);

  /** What group and deduplication id a message has, held against the type of its queue. */
  static Deduplication of(SendMessage wanted, SqsQueue queue, byte[] body) {
    String group = wanted.messageGroupId();
    String given = wanted.messageDeduplicationId();
    if (group != null) {
      group = Text.id("MessageGroupId", group);
    }
    if (!queue.isFifo()) {
      if (given != null) {
        throw SqsException.invalid(
            given,
            "MessageDeduplicationId",
            "The request includes a parameter that is not valid for this queue type.");
      }
      return NONE;
    }
    if (group == null) {
      throw SqsException.missing("MessageGroupId");
    }
    String id = given == null ? ofBody(queue, body) : Text.id("MessageDeduplicationId", given);
    return queue.isDeduplicatedByGroup()
        ? new Deduplication(id, hash((group + "\n" + id).getBytes(StandardCharsets.UTF_8)))
        : new Deduplication(id, id);
  }

  private static String ofBody(SqsQueue queue, byte[] body) {
    if (!queue.isContentBased()) {
      throw notGiven();
    }
    return hash(body);
  }

  static SqsException notGiven() {
    return SqsError.INVALID_PARAMETER.because(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
            + " provided explicitly");
  }

  private static String hash(byte[] bytes) {
    return SigV4.sha256(bytes);
  }

  /** So that receivers are told the id: not the key, which a dead letter has no more. */
  void addTo(Map<String, String> headers) {
    if (id != null) {
      headers.put(MessageHeaders.DEDUP_ID, id);
    }
  }
}
