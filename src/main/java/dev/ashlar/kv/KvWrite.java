package dev.ashlar.kv;

import dev.ashlar.platform.config.Durations;
import dev.ashlar.platform.http.ProblemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A wish to change a key.
 *
 * @param value the new value, null to delete
 * @param contentType its media type
 * @param ttl how long it lives from now, null for ever
 * @param expectedRevision the revision that must stand, 0 for none, null when it does not matter
 */
record KvWrite(
    String bucket,
    String key,
    byte @Nullable [] value,
    String contentType,
    @Nullable Duration ttl,
    @Nullable Long expectedRevision) {
  static final long ABSENT = 0;
  private static final Duration LONGEST_TTL = Duration.ofDays(36_500);

  static KvWrite delete(String bucket, String key, @Nullable Long expectedRevision) {
    return new KvWrite(bucket, key, null, "", null, expectedRevision);
  }

  /** How long a key is to live, as a client says it. */
  static Duration ttl(String text) {
    Duration ttl;
    try {
      ttl = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("ttl", String.valueOf(e.getMessage()));
    }
    if (ttl.isZero() || ttl.compareTo(LONGEST_TTL) > 0) {
      throw ProblemException.invalid("ttl", "must be more than nothing and at most 100 years");
    }
    return ttl;
  }

  long weight() {
    return (long) key.length() + (value == null ? 0 : value.length);
  }

  boolean isDelete() {
    return value == null;
  }
}
