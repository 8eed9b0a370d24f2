package dev.ashlar.kv;

import dev.ashlar.kv.KvBatch.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a bucket; of what is null there is no bound.
 *
 * @param historyCount changes that can be looked back on
 * @param historyMillis how long they can
 * @param ttlMillis how long a key lives whose write does not say so
 * @param maxValueBytes most bytes of a value
 * @param maxKeys most keys
 * @param maxBytes most bytes of all values together
 */
record KvConfig(
    @Nullable Long historyCount,
    @Nullable Long historyMillis,
    @Nullable Long ttlMillis,
    @Nullable Integer maxValueBytes,
    @Nullable Long maxKeys,
    @Nullable Long maxBytes) {
  static final Duration DEFAULT_HISTORY = Duration.ofDays(1);
  static final KvConfig NONE = new KvConfig(null, null, null, null, null, null);

  @Nullable Duration ttl() {
    return ttlMillis == null ? null : Duration.ofMillis(ttlMillis);
  }

  Duration historyAge() {
    return historyMillis == null ? DEFAULT_HISTORY : Duration.ofMillis(historyMillis);
  }

  /** Why a value of this size may not replace what stands; null when it may. */
  KvResult.@Nullable Refused refusal(Bucket bucket, @Nullable Entry old, int size) {
    if (maxValueBytes != null && size > maxValueBytes) {
      return new KvResult.Refused(
          413,
          "payload-too-large",
          "A value of this bucket may have " + maxValueBytes + " bytes at most.");
    }
    long added = size - (old == null ? 0L : old.size());
    if (maxKeys != null && old == null && bucket.storedKeys + bucket.keysAdded >= maxKeys) {
      return overQuota("The bucket may have " + maxKeys + " keys at most.");
    }
    if (maxBytes != null
        && added > 0
        && bucket.storedBytes + bucket.bytesAdded + added > maxBytes) {
      return overQuota("The bucket may hold " + maxBytes + " bytes at most.");
    }
    return null;
  }

  private static KvResult.Refused overQuota(String detail) {
    return new KvResult.Refused(409, "quota-exceeded", detail);
  }
}
