package dev.ashlar.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What became of a command. */
sealed interface LockResult {
  /**
   * It is held.
   *
   * @param now the database's clock when that was decided
   * @param asked a moment before that, by this machine's {@link System#nanoTime}
   * @param isOwn whether it is held, or held once more, by this very command: so that it is given
   *     back if nobody is there to be told
   */
  record Granted(String lock, Grant grant, Instant now, long asked, boolean isOwn)
      implements LockResult {
    Granted asOwn() {
      return new Granted(lock, grant, now, asked, true);
    }

    /**
     * Whether it may be over by now. Told by a clock that goes on while the process is stopped, and
     * without asking anybody.
     */
    boolean mayBeOver() {
      return System.nanoTime() - asked >= Duration.between(now, grant.expiresAt()).toNanos();
    }
  }

  /** It is not free, and the claim waits in the queue. */
  record Waiting() implements LockResult {}

  /**
   * It is not free, and nobody waits.
   *
   * @param place what the place in the queue was or would have been, from 1, as far as the queue is
   *     known
   * @param number what that place is known by in the table
   */
  record Held(List<Grant> holders, long place, long number) implements LockResult {}

  /** The lease is over. */
  record Lost() implements LockResult {}

  /** Nothing is held by this lease any more. */
  record Done(boolean wasThere) implements LockResult {}

  /** More permits were asked for than the lock has. */
  record TooMany(int permits) implements LockResult {}

  /**
   * More is held or kept already than is taken on.
   *
   * @param why in a sentence for the user
   */
  record Full(String why) implements LockResult {}

  /** Somebody else has locked its row for long: nothing was done yet. */
  record Busy() implements LockResult {}

  /** The session is over. */
  record SessionLost() implements LockResult {}
}
