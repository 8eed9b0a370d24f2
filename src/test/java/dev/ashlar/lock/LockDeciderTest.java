package dev.ashlar.lock;

import static dev.ashlar.lock.LockMode.EXCLUSIVE;
import static dev.ashlar.lock.LockMode.SHARED;
import static dev.ashlar.lock.MemoryLock.NAME;
import static dev.ashlar.lock.MemoryLock.START;
import static dev.ashlar.lock.MemoryLock.claim;
import static dev.ashlar.lock.MemoryLock.grant;
import static dev.ashlar.lock.MemoryLock.underSession;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.lock.LockCommand.Again;
import dev.ashlar.lock.LockState.Former;
import dev.ashlar.lock.LockState.How;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who holds a lock, for how long, and how that ends. */
class LockDeciderTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TTL = Duration.ofSeconds(10);

  private final MemoryLock lock = new MemoryLock();

  @Test
  void whatIsFreeIsGranted() {
    Claim claim = claim("a");

    assertThat(lock.hold(claim))
        .isEqualTo(
            new Grant(
                claim.lease(),
                1,
                "a",
                EXCLUSIVE,
                1,
                1,
                1,
                null,
                null,
                null,
                START,
                START.plus(TTL)));
  }

  @Test
  void whatIsHeldIsNot() {
    Grant held = lock.hold(claim("a"));

    LockResult.Held refused = (LockResult.Held) lock.tryAcquire(claim("b"));

    assertThat(refused.holders()).containsExactly(held);
    assertThat(refused.place()).isEqualTo(1);
    assertThat(lock.waiters()).isEmpty();
    assertThat(lock.owners()).containsExactly("a");
  }

  @Test
  void tokensRiseWithEveryGrant() {
    for (long token = 1; token <= 5; token++) {
      Grant held = lock.hold(claim("a"));
      assertThat(held.token()).isEqualTo(token);
      LockResult unused = lock.release(held);
    }
  }

  @Test
  void aLeaseIsOverAtItsEndAndNotBefore() {
    Grant held = lock.hold(claim("a"));

    lock.after(TTL.minusNanos(1_000));
    assertThat(lock.tryAcquire(claim("b"))).isInstanceOf(LockResult.Held.class);
    lock.after(Duration.ofNanos(1_000));
    assertThat(grant(lock.tryAcquire(claim("b"))).token()).isEqualTo(2);
    assertThat(lock.past).containsExactly(new Former(held, How.EXPIRED, null));
  }

  @Test
  void renewingMovesTheEnd() {
    Grant held = lock.hold(claim("a"));
    lock.after(TTL.minus(SECOND));

    Grant renewed = grant(lock.decide(new LockCommand.Renew(NAME, held.lease(), TTL)));

    assertThat(renewed).isEqualTo(held.until(lock.now.plus(TTL)));
    lock.after(TTL.minus(SECOND));
    assertThat(lock.tryAcquire(claim("b"))).isInstanceOf(LockResult.Held.class);
  }

  @Test
  void whatIsOverIsNotRenewed() {
    Grant held = lock.hold(claim("a"));
    lock.after(TTL);

    assertThat(lock.decide(new LockCommand.Renew(NAME, held.lease(), TTL)))
        .isEqualTo(new LockResult.Lost());
    assertThat(lock.holders()).isEmpty();
  }

  @Test
  void whatIsReleasedIsReleasedOnce() {
    Grant held = lock.hold(claim("a"));

    assertThat(lock.release(held)).isEqualTo(new LockResult.Done(true));
    assertThat(lock.release(held)).isEqualTo(new LockResult.Done(false));
    assertThat(lock.past).containsExactly(new Former(held, How.RELEASED, null));
  }

  @Test
  void whatIsBrokenIsGoneWithTheReason() {
    Grant held = lock.hold(claim("a"));

    assertThat(lock.decide(new LockCommand.Break(NAME, held.lease(), "why")))
        .isEqualTo(new LockResult.Done(true));
    assertThat(lock.past).containsExactly(new Former(held, How.BROKEN, "why"));
    assertThat(lock.decide(new LockCommand.Break(NAME, held.lease(), "why")))
        .isEqualTo(new LockResult.Done(false));
  }

  @Test
  void readersShareAndExcludeWriters() {
    Grant first = lock.hold(claim("a", SHARED, 1));
    Grant second = lock.hold(claim("b", SHARED, 1));

    assertThat(lock.tryAcquire(claim("c"))).isInstanceOf(LockResult.Held.class);
    LockResult unused = lock.release(first);
    assertThat(lock.tryAcquire(claim("c"))).isInstanceOf(LockResult.Held.class);
    unused = lock.release(second);
    assertThat(lock.hold(claim("c")).token()).isEqualTo(3);
    assertThat(lock.tryAcquire(claim("d", SHARED, 1))).isInstanceOf(LockResult.Held.class);
  }

  @Test
  void permitsAreTakenAndNotMoreThanThereAre() {
    configure(5, Duration.ZERO);

    Grant three = lock.hold(claim("a", EXCLUSIVE, 3));
    assertThat(lock.tryAcquire(claim("b", EXCLUSIVE, 3))).isInstanceOf(LockResult.Held.class);
    LockResult unused = lock.tryAcquire(claim("c", EXCLUSIVE, 2));
    assertThat(lock.owners()).containsExactly("a", "c");
    assertThat(lock.tryAcquire(claim("d", SHARED, 1))).isInstanceOf(LockResult.Held.class);
    unused = lock.release(three);
    assertThat(lock.tryAcquire(claim("b", EXCLUSIVE, 3))).isInstanceOf(LockResult.Granted.class);
    assertThat(lock.tryAcquire(claim("e", EXCLUSIVE, 6))).isEqualTo(new LockResult.TooMany(5));
  }

  @Test
  void fewerPermitsTakeNothingAway() {
    configure(2, Duration.ZERO);
    Grant first = lock.hold(claim("a"));
    Grant second = lock.hold(claim("b"));

    configure(1, Duration.ZERO);

    assertThat(lock.owners()).containsExactly("a", "b");
    LockResult unused = lock.release(first);
    assertThat(lock.tryAcquire(claim("c"))).isInstanceOf(LockResult.Held.class);
    unused = lock.release(second);
    assertThat(lock.hold(claim("c")).owner()).isEqualTo("c");
  }

  @Test
  void settingsAreNewOnce() {
    LockCommand.Configure command = new LockCommand.Configure(NAME, 2, SECOND);

    assertThat(lock.decide(command)).isEqualTo(new LockResult.Done(false));
    assertThat(lock.decide(command)).isEqualTo(new LockResult.Done(true));
  }

  @Test
  void afterItsHolderWasLostALockRests() {
    configure(1, Duration.ofSeconds(5));
    Grant expired = lock.hold(claim("a"));
    lock.after(TTL);
    assertRests("an expiry");
    Grant broken = lock.hold(claim("a"));
    LockResult unused = lock.decide(new LockCommand.Break(NAME, broken.lease(), null));
    assertRests("a break");
    assertThat(lock.past).extracting(Former::grant).contains(expired, broken);
  }

  private void assertRests(String after) {
    assertThat(lock.tryAcquire(claim("b"))).as(after).isInstanceOf(LockResult.Held.class);
    lock.after(Duration.ofSeconds(5).minusMillis(1));
    assertThat(lock.tryAcquire(claim("b"))).as(after).isInstanceOf(LockResult.Held.class);
    lock.after(Duration.ofMillis(1));
    LockResult unused = lock.release(lock.hold(claim("b")));
  }

  @Test
  void afterAReleaseALockDoesNotRest() {
    configure(1, Duration.ofSeconds(5));
    LockResult unused = lock.release(lock.hold(claim("a")));

    assertThat(lock.hold(claim("b")).token()).isEqualTo(2);
  }

  @Test
  void whoMayReenterHoldsItMoreOften() {
    Grant held = lock.hold(claim("a"));
    lock.after(SECOND);

    Grant again = grant(lock.reenter(claim("a")));

    assertThat(again).isEqualTo(held.times(2).until(lock.now.plus(TTL)));
    LockResult unused = lock.release(held);
    assertThat(lock.tryAcquire(claim("b"))).isInstanceOf(LockResult.Held.class);
    unused = lock.release(held);
    assertThat(lock.hold(claim("b")).owner()).isEqualTo("b");
    assertThat(lock.past)
        .extracting(former -> former.grant().lease())
        .containsOnlyOnce(held.lease());
  }

  @Test
  void whoDoesNotAskToReenterWaitsForHimself() {
    Grant unused = lock.hold(claim("a"));

    assertThat(lock.tryAcquire(claim("a"))).isInstanceOf(LockResult.Held.class);
    assertThat(lock.reenter(claim("b"))).isInstanceOf(LockResult.Held.class);
    assertThat(lock.reenter(claim("a", SHARED, 1))).isInstanceOf(LockResult.Held.class);
  }

  @Test
  void reenteringDoesNotShortenALease() {
    Claim shorter = claim("a");
    Grant held = lock.hold(claim("a"));
    shorter = new Claim(shorter.lease(), "a", EXCLUSIVE, 1, SECOND, null, null, null);

    assertThat(grant(lock.reenter(shorter)).expiresAt()).isEqualTo(held.expiresAt());
  }

  @Test
  void aLeaderWhoCampaignsAgainSaysSomethingElseForLonger() {
    Grant held = lock.hold(claim("a"));
    lock.after(SECOND);
    Claim plain = claim("a");
    Claim wish = new Claim(plain.lease(), "a", EXCLUSIVE, 1, TTL, null, null, "new");

    Grant longer = grant(lock.decide(new Acquire(NAME, wish, false, Again.PROLONG)));

    assertThat(longer).isEqualTo(held.until(lock.now.plus(TTL)).metadata("new").toldAgain());
    assertThat(lock.decide(new LockCommand.Resign(NAME, "b")))
        .isEqualTo(new LockResult.Done(false));
    assertThat(lock.decide(new LockCommand.Resign(NAME, "a"))).isEqualTo(new LockResult.Done(true));
    assertThat(lock.holders()).isEmpty();
  }

  @Test
  void underASessionALockIsHeldAsLongAsThatLives() {
    lock.sessions.put("s", START.plus(Duration.ofMinutes(1)));
    Grant held = lock.hold(underSession("a", "s"));

    assertThat(held.expiresAt()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    lock.after(Duration.ofSeconds(59));
    assertThat(lock.tryAcquire(claim("b"))).isInstanceOf(LockResult.Held.class);
    lock.sessions.remove("s");
    assertThat(lock.hold(claim("b")).token()).isEqualTo(2);
    assertThat(lock.past).extracting(Former::how).containsExactly(How.SESSION);
  }

  @Test
  void aSessionThatIsOverGetsNothing() {
    lock.sessions.put("s", START);

    assertThat(lock.tryAcquire(underSession("a", "s"))).isEqualTo(new LockResult.SessionLost());
    assertThat(lock.tryAcquire(underSession("a", "t"))).isEqualTo(new LockResult.SessionLost());
    assertThat(lock.waiters()).isEmpty();
  }

  @Test
  void aLeaseThatNeverWasEndsNothing() {
    Grant held = lock.hold(claim("a"));
    UUID other = UUID.randomUUID();

    assertThat(lock.decide(new LockCommand.Renew(NAME, other, TTL)))
        .isEqualTo(new LockResult.Lost());
    assertThat(lock.decide(new LockCommand.Release(NAME, other)))
        .isEqualTo(new LockResult.Done(false));
    assertThat(lock.holders()).containsExactly(held);
  }

  private void configure(int permits, Duration delay) {
    LockResult unused = lock.decide(new LockCommand.Configure(NAME, permits, delay));
  }
}
