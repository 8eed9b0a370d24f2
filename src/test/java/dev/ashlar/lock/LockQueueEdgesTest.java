package dev.ashlar.lock;

import static dev.ashlar.lock.LockMode.SHARED;
import static dev.ashlar.lock.MemoryLock.HERE;
import static dev.ashlar.lock.MemoryLock.NAME;
import static dev.ashlar.lock.MemoryLock.THERE;
import static dev.ashlar.lock.MemoryLock.claim;
import static dev.ashlar.lock.MemoryLock.underSession;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where the order of a queue, or the end of a lease, is easily lost. */
class LockQueueEdgesTest {
  private final MemoryLock lock = new MemoryLock();

  /** Of a long queue only the beginning is looked at; a writer is beyond it. */
  @Test
  void whoComesNewDoesNotPassThoseWhoAreNotLookedAt() {
    LockResult unused = lock.await(claim("holder"));
    for (int i = 0; i < LockTable.FIRST_WAITERS + 7; i++) {
      unused = lock.await(claim("r" + i, SHARED, 1));
    }
    unused = lock.await(claim("writer"));

    unused = lock.after(Duration.ofSeconds(10)).await(claim("new", SHARED, 1));

    assertThat(lock.owners()).hasSize(LockTable.FIRST_WAITERS).doesNotContain("new");
  }

  /** Called, and before the call is answered a second holder is lost: the lock rests. */
  @Test
  void whoIsCalledKeepsItsPlaceWhileTheLockRests() {
    LockResult unused = lock.decide(new LockCommand.Configure(NAME, 2, Duration.ofSeconds(20)));
    Grant first = lock.hold(claim("first"));
    Grant second = lock.hold(claim("second"));
    unused = lock.at(THERE).await(claim("a"));
    unused = lock.at(HERE).release(first);
    unused = lock.decide(new LockCommand.Break(NAME, second.lease(), null));
    unused = lock.at(THERE).look();

    unused = lock.at(HERE).after(LockEnds.CALL_ANSWERED.plusMillis(1)).look();

    assertThat(lock.waiting()).as("it has answered").containsExactly("a");
  }

  /** Called, and before the call is answered the lock gets fewer permits. */
  @Test
  void whoIsCalledKeepsItsPlaceWhenThereIsNoRoomAnyMore() {
    LockResult unused = lock.decide(new LockCommand.Configure(NAME, 2, Duration.ZERO));
    Grant first = lock.hold(claim("first"));
    Grant second = lock.hold(claim("second"));
    unused = lock.at(THERE).await(claim("a"));
    unused = lock.at(HERE).release(first);
    unused = lock.decide(new LockCommand.Configure(NAME, 1, Duration.ZERO));
    unused = lock.at(THERE).look();

    unused = lock.at(HERE).after(LockEnds.CALL_ANSWERED.plusMillis(1)).look();

    assertThat(lock.owners()).containsExactly(second.owner());
    assertThat(lock.waiting()).as("it has answered").containsExactly("a");
  }

  @Test
  void reenteringDoesNotPromiseMoreThanTheSessionThatItIsHeldUnder() {
    lock.sessions.put("s", lock.now.plusSeconds(5));
    Grant held = lock.hold(underSession("a", "s"));

    Grant again = MemoryLock.grant(lock.reenter(claim("a")));

    assertThat(again.expiresAt()).isEqualTo(held.expiresAt());
  }
}
