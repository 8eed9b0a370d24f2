package dev.ashlar.queue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries, as it was sent.
 *
 * @param headers of the sender, a JSON object of strings; null when there are none
 * @param deadLetter how it died, if it did
 */
record Content(
    UUID id,
    byte[] body,
    @Nullable String contentType,
    @Nullable String headers,
    int priority,
    @Nullable String dedupId,
    @Nullable DeadLetter deadLetter) {
  private static final int OVERHEAD = 200;

  /** About how many bytes an answer has with it. */
  int size() {
    return body.length + (headers == null ? 0 : headers.length());
  }

  /** About what it takes in memory. */
  int weight() {
    return OVERHEAD + body.length + (headers == null ? 0 : 2 * headers.length());
  }
}
