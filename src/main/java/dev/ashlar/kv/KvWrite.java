package dev.ashlar.kv;

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

  static KvWrite delete(String bucket, String key, @Nullable Long expectedRevision) {
    return new KvWrite(bucket, key, null, "", null, expectedRevision);
  }

  long weight() {
    return (long) key.length() + (value == null ? 0 : value.length);
  }

  boolean isDelete() {
    return value == null;
  }
}
