package dev.ashlar.proof;

import dev.ashlar.proof.LockChecker.Hold;
import dev.ashlar.proof.LockChecker.Write;
import dev.ashlar.proof.ProofClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A client that was granted a lock, and what it may conclude of that by its own clock: how long the
 * lock is certainly held, and from when on it certainly is not.
 */
final class LockHolder {
  /** A node may prolong a grant for as long as it is not sure that its answer has arrived. */
  private static final long ANSWERING_NANOS = 1_000_000_000L;

  private final LockCalls calls;
  private final String lock;
  private final String owner;
  private final String lease;
  private final long token;
  private final Span acquired;
  private final List<Write> accepted = new ArrayList<>();
  private final List<Write> refused = new ArrayList<>();
  private long until;
  private long over;

  /**
   * @param tries the calls that led to the grant, from the first to which it may go back; it came
   *     with the answer to the last
   * @param clean whether the others certainly had no effect and have none to come
   */
  LockHolder(LockCalls calls, String lock, String owner, Answer answer, Span tries, boolean clean) {
    this.calls = calls;
    this.lock = lock;
    this.owner = owner;
    this.lease = answer.json().path("lease").asText();
    this.token = answer.json().path("token").asLong();
    this.acquired = tries;
    this.until = tries.invoked() + LockCalls.TTL_NANOS;
    this.over = clean ? end(tries) : Span.NEVER;
    if (lease.isEmpty() || token <= 0) {
      throw new IllegalStateException("granted without lease or token: " + answer.body());
    }
  }

  Hold hold() {
    return new Hold(owner, token, acquired, until, over);
  }

  List<Write> accepted() {
    return accepted;
  }

  List<Write> refused() {
    return refused;
  }

  /** How long it is still sure to hold the lock; 0 or less when it is not. */
  long nanosLeft() {
    return until - System.nanoTime();
  }

  void write(Random random) throws InterruptedException {
    Answer answer = calls.write(lock, token, random);
    if (answer.outcome() == Outcome.OK) {
      (answer.status() == 412 ? refused : accepted).add(new Write(token, answer.span()));
    }
  }

  void renew(Random random) throws InterruptedException {
    Answer answer = calls.renew(lock, lease, random);
    if (answer.outcome() == Outcome.UNKNOWN) {
      over = Span.NEVER;
    } else if (answer.status() == 200) {
      if (answer.json().path("token").asLong() != token) {
        throw new IllegalStateException("renewed with another token: " + answer.body());
      }
      // That it was renewed also says that it was held all the time.
      until = answer.span().invoked() + LockCalls.TTL_NANOS;
      over = over == Span.NEVER ? over : end(answer.span());
    } else if (answer.status() == 410) {
      refused.add(new Write(token, answer.span()));
      over = Math.min(over, answer.span().completed());
    }
  }

  /** Whatever becomes of the call, from now on the client does not count on the lock. */
  void release(Random random) throws InterruptedException {
    Answer answer = calls.release(lock, lease, random);
    until = Math.min(until, answer.span().invoked());
    if (answer.outcome() == Outcome.OK) {
      over = Math.min(over, answer.span().completed());
    }
  }

  private static long end(Span extension) {
    return extension.completed() + LockCalls.TTL_NANOS + ANSWERING_NANOS;
  }
}
