package dev.ashlar.lock;

import static dev.ashlar.lock.LockMode.SHARED;
import static dev.ashlar.lock.MemoryLock.NAME;
import static dev.ashlar.lock.MemoryLock.claim;
import static dev.ashlar.lock.MemoryLock.underSession;
import static dev.ashlar.lock.MemoryLock.withTicket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.lock.LockCommand.Again;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is held and kept is bounded. */
class LockBoundsTest {
  private final MemoryLock lock = new MemoryLock();

  @Test
  void soManyPlacesAreKeptAndNoMore() {
    Grant held = lock.hold(claim("holder"));
    tryAll(
        IntStream.range(0, LockDecider.MOST_KEPT)
            .mapToObj(i -> withTicket("a" + i, "ticket"))
            .toList());

    assertThat(lock.tryAcquire(withTicket("b", "ticket"))).isInstanceOf(LockResult.Full.class);
    assertThat(lock.await(withTicket("b", "ticket"))).isInstanceOf(LockResult.Full.class);
    assertThat(lock.waiters()).hasSize(LockDecider.MOST_KEPT);
    assertThat(lock.await(withTicket("a7", "ticket")))
        .as("a place that is kept")
        .isEqualTo(new LockResult.Waiting());
    assertThat(lock.await(claim("b"))).as("without a ticket").isEqualTo(new LockResult.Waiting());
    LockResult unused = lock.release(held);
    assertThat(lock.owners()).containsExactly("a7");
  }

  @Test
  void soManyHoldALockAndNoMore() {
    Grant first = lock.hold(claim("first", SHARED, 1));
    for (int i = 1; i < LockUse.MOST_HOLDERS; i++) {
      lock.holdsToo(claim("r" + i, SHARED, 1), first);
    }

    assertThat(lock.await(claim("late", SHARED, 1))).isEqualTo(new LockResult.Waiting());

    LockResult unused = lock.release(first);
    assertThat(lock.owners()).hasSize(LockUse.MOST_HOLDERS).endsWith("late");
  }

  @Test
  void aSessionThatHoldsAsMuchAsItCanGetsNoMore() {
    lock.sessions.put("s", lock.now.plusSeconds(5));
    lock.fullSessions.add("s");

    assertThat(lock.tryAcquire(underSession("a", "s"))).isInstanceOf(LockResult.Full.class);
    assertThat(lock.waiters()).isEmpty();
    assertThat(lock.hold(claim("a")).owner()).isEqualTo("a");
  }

  private void tryAll(List<Claim> claims) {
    List<LockResult> unused =
        lock.decide(
            claims.stream()
                .map(claim -> (LockCommand) new Acquire(NAME, claim, false, Again.NO))
                .toList());
  }
}
