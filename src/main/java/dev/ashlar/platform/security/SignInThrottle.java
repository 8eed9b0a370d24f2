package dev.ashlar.platform.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Slows down whoever guesses keys: after five failures an address waits one second before the next
 * try, then two, four, up to a minute. Per node, forgotten after a quarter of an hour. Thread-safe.
 */
public final class SignInThrottle {
  private static final int FREE_FAILURES = 5;
  private static final int LONGEST_WAIT_SECONDS = 60;
  private static final int MOST_ADDRESSES = 10_000;

  private final Clock clock;
  private final LoadingCache<String, Failures> failures =
      Caffeine.newBuilder()
          .maximumSize(MOST_ADDRESSES)
          .expireAfterAccess(Duration.ofMinutes(15))
          .build(address -> new Failures(0, Instant.MIN));

  private record Failures(int count, Instant blockedUntil) {}

  public SignInThrottle(Clock clock) {
    this.clock = clock;
  }

  /** Seconds until the address may try again, 0 when it may now. */
  public long secondsToWait(String address) {
    Instant until = failures.get(address).blockedUntil;
    Instant now = clock.instant();
    return until.isAfter(now) ? Duration.between(now, until).toSeconds() + 1 : 0;
  }

  /** Counts a failed sign-in. */
  public void failed(String address) {
    failures.asMap().compute(address, (a, before) -> next(before == null ? 1 : before.count + 1));
  }

  /** Forgets the failures of an address that signed in. */
  public void succeeded(String address) {
    failures.invalidate(address);
  }

  private Failures next(int count) {
    if (count < FREE_FAILURES) {
      return new Failures(count, Instant.MIN);
    }
    int doublings = Math.min(count - FREE_FAILURES, 6);
    long wait = Math.min(1L << doublings, LONGEST_WAIT_SECONDS);
    return new Failures(count, clock.instant().plusSeconds(wait));
  }
}
