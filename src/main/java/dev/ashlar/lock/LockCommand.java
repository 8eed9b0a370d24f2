package dev.ashlar.lock;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be done with one lock. */
sealed interface LockCommand {
  String lock();

  /** Whether it brings a lock into being; to what is not there, all else does nothing. */
  default boolean creates() {
    return this instanceof Acquire || this instanceof Configure;
  }

  /**
   * Get it, now or in turn.
   *
   * @param waits whether to join the queue if it is not free
   * @param again what an owner does who holds it already
   */
  record Acquire(String lock, Claim claim, boolean waits, Again again) implements LockCommand {}

  /** What an owner gets who acquires what he holds. */
  enum Again {
    /** He waits, like everybody else. */
    NO,
    /** He holds it once more, and has to release it as often. */
    REENTER,
    /** He holds it for longer, with new metadata, if he brings the same ticket. */
    PROLONG
  }

  /** Hold it for longer. */
  record Renew(String lock, UUID lease, Duration ttl) implements LockCommand {}

  /** Give it back. */
  record Release(String lock, UUID lease) implements LockCommand {}

  /** Give back what an owner holds, whatever its lease. */
  record Resign(String lock, String owner) implements LockCommand {}

  /** Take it away from its holder. */
  record Break(String lock, UUID lease, @Nullable String reason) implements LockCommand {}

  /** Leave the queue, or only its client's connection if the place has a ticket. */
  record Leave(String lock, UUID waiter) implements LockCommand {}

  /**
   * End what became of an acquire whose client could not be told: it leaves the queue, and gives
   * back the grant, unless that was told to somebody since.
   *
   * @param told how often it had been told when that failed
   */
  record Abandon(String lock, UUID lease, int told) implements LockCommand {}

  /** End what has expired, and see whose turn it is. */
  record Look(String lock) implements LockCommand {}

  /** Set how many may hold it, and how long it rests after a holder was lost. */
  record Configure(String lock, int permits, Duration delay) implements LockCommand {}
}
