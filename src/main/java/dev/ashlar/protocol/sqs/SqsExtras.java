package dev.ashlar.protocol.sqs;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients of SQS have set of a queue that the queue itself does not know.
 *
 * @param createdAt null when the queue was not made by such a client
 * @param modifiedAt null when nothing was set
 */
record SqsExtras(
    Map<String, String> attributes,
    Map<String, String> tags,
    @Nullable Instant createdAt,
    @Nullable Instant modifiedAt) {
  static final SqsExtras NONE = new SqsExtras(Map.of(), Map.of(), null, null);

  void addTimes(Map<String, String> attributes) {
    add(attributes, "CreatedTimestamp", createdAt);
    add(attributes, "LastModifiedTimestamp", modifiedAt);
  }

  private static void add(Map<String, String> attributes, String name, @Nullable Instant at) {
    if (at != null) {
      attributes.put(name, Long.toString(at.getEpochSecond()));
    }
  }
}
