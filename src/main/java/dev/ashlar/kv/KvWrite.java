package dev.ashlar.kv;

import dev.ashlar.kv.KvTable.Wanted;
import dev.ashlar.platform.config.Durations;
import dev.ashlar.platform.http.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish to change a key.
 *
 * @param expectedRevision the revision that must stand, 0 for none, null when it does not matter
 * @param fence the lock that must be held, null for none
 */
record KvWrite(
    String bucket,
    String key,
    Action action,
    @Nullable Long expectedRevision,
    String author,
    @Nullable KvFence fence)
    implements KvCommand {
  static final long ABSENT = 0;
  static final Duration LONGEST_TTL = Duration.ofDays(36_500);

  KvWrite(
      String bucket, String key, Action action, @Nullable Long expectedRevision, String author) {
    this(bucket, key, action, expectedRevision, author, null);
  }

  /** What is to be done with the key. */
  sealed interface Action {}

  /**
   * Stores a value.
   *
   * @param ttl how long it lives from now, null for what the bucket says
   */
  record Put(byte[] value, String contentType, @Nullable Duration ttl) implements Action {}

  /** Deletes the key. */
  record Delete() implements Action {}

  /**
   * Changes only when the key ends.
   *
   * @param ttl how long it lives from now, null for ever
   */
  record Prolong(@Nullable Duration ttl) implements Action {}

  /**
   * Adds to the number that stands; nothing counts as 0.
   *
   * @param ttl how long it lives from now, null for as long as before
   */
  record Increment(BigDecimal by, @Nullable Duration ttl) implements Action {}

  /** Removes the key if its time is over. */
  record Expire() implements Action {}

  static KvWrite put(String bucket, String key, Put put, @Nullable Long expected, String author) {
    return new KvWrite(bucket, key, put, expected, author);
  }

  static KvWrite delete(String bucket, String key, @Nullable Long expected, String author) {
    return new KvWrite(bucket, key, new Delete(), expected, author);
  }

  static KvWrite expire(String bucket, String key) {
    return new KvWrite(bucket, key, new Expire(), null, "");
  }

  /** The same wish, only while a lock is held. */
  KvWrite under(@Nullable KvFence fence) {
    return new KvWrite(bucket, key, action, expectedRevision, author, fence);
  }

  /** How long a key is to live, as a client says it. */
  static Duration ttl(String text) {
    Duration ttl;
    try {
      ttl = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("ttl", String.valueOf(e.getMessage()));
    }
    if (ttl.isZero() || ttl.isNegative() || ttl.compareTo(LONGEST_TTL) > 0) {
      throw ProblemException.invalid("ttl", "must be more than nothing and at most 100 years");
    }
    return ttl;
  }

  static @Nullable Duration ttlOrNull(@Nullable String text) {
    return text == null ? null : ttl(text);
  }

  @Override
  public long weight() {
    return (long) key.length() + (action instanceof Put put ? put.value.length : 0);
  }

  @Override
  public List<Wanted> wanted() {
    return List.of(new Wanted(bucket, key, action instanceof Increment));
  }

  /** A write that can only be refused brings no bucket into being. */
  @Override
  public boolean createsBucket() {
    return (action instanceof Put || action instanceof Increment)
        && (expectedRevision == null || expectedRevision == ABSENT);
  }
}
