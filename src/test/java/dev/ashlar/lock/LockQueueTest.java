package dev.ashlar.lock;

import static dev.ashlar.lock.LockMode.EXCLUSIVE;
import static dev.ashlar.lock.LockMode.SHARED;
import static dev.ashlar.lock.MemoryLock.HERE;
import static dev.ashlar.lock.MemoryLock.NAME;
import static dev.ashlar.lock.MemoryLock.START;
import static dev.ashlar.lock.MemoryLock.THERE;
import static dev.ashlar.lock.MemoryLock.claim;
import static dev.ashlar.lock.MemoryLock.underSession;
import static dev.ashlar.lock.MemoryLock.withTicket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.lock.LockCommand.Leave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is: order, nodes, tickets. */
class LockQueueTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  private final MemoryLock lock = new MemoryLock();

  @Test
  void whoCameFirstIsServedFirst() {
    Grant held = lock.hold(claim("holder"));
    for (String owner : List.of("a", "b", "c")) {
      await(claim(owner));
    }
    List<String> served = new ArrayList<>();
    while (!lock.waiters().isEmpty()) {
      LockResult unused = lock.release(held);
      held = lock.holders().get(0);
      served.add(held.owner());
    }

    assertThat(served).containsExactly("a", "b", "c");
  }

  @Test
  void aWriterWhoWaitsLetsNoMoreReadersIn() {
    Grant reader = lock.hold(claim("r1", SHARED, 1));
    await(claim("w"));
    await(claim("r2", SHARED, 1));
    await(claim("r3", SHARED, 1));
    assertThat(lock.owners()).containsExactly("r1");

    LockResult unused = lock.release(reader);
    assertThat(lock.owners()).containsExactly("w");
    unused = lock.release(lock.holders().get(0));
    assertThat(lock.owners()).containsExactly("r2", "r3");
  }

  @Test
  void whoWantsManyPermitsIsNotPassedByWhoWantsFew() {
    LockResult unused = lock.decide(new LockCommand.Configure(NAME, 3, Duration.ZERO));
    Grant one = lock.hold(claim("one"));
    await(claim("many", EXCLUSIVE, 3));
    await(claim("few"));
    assertThat(lock.owners()).containsExactly("one");

    unused = lock.release(one);
    assertThat(lock.owners()).containsExactly("many");
  }

  @Test
  void morePermitsLetTheNextIn() {
    Grant unused = lock.hold(claim("a"));
    await(claim("b"));
    await(claim("c"));

    LockResult done = lock.decide(new LockCommand.Configure(NAME, 2, Duration.ZERO));

    assertThat(done).isEqualTo(new LockResult.Done(false));
    assertThat(lock.owners()).containsExactly("a", "b");
    assertThat(lock.delivered).hasSize(1);
  }

  @Test
  void whoLeavesIsToldHisPlace() {
    Grant unused = lock.hold(claim("holder"));
    await(claim("a"));
    Claim second = claim("b");
    await(second);

    LockResult.Held left = (LockResult.Held) lock.decide(new Leave(NAME, second.lease()));

    assertThat(left.place()).isEqualTo(2);
    assertThat(left.holders()).extracting(Grant::owner).containsExactly("holder");
    assertThat(lock.waiting()).containsExactly("a");
  }

  @Test
  void aWaiterAtAnotherNodeIsCalledOnceAndGrantedThere() {
    Grant held = lock.hold(claim("holder"));
    Claim waiting = claim("a");
    lock.at(THERE);
    await(waiting);

    LockResult unused = lock.at(HERE).release(held);
    assertThat(lock.called).containsExactly(THERE);
    assertThat(lock.holders()).isEmpty();
    unused = lock.look();
    assertThat(lock.called).isEmpty();
    unused = lock.at(THERE).look();
    assertThat(lock.delivered).containsOnlyKeys(waiting.lease());
    assertThat(lock.owners()).containsExactly("a");
  }

  @Test
  void whoIsCalledIsNotPassedWhileHeMayAnswer() {
    callAtTheOtherNode(claim("a"));
    await(claim("b"));

    lock.after(LockEnds.CALL_ANSWERED);
    LockResult unused = lock.look();

    assertThat(lock.holders()).isEmpty();
    unused = lock.at(THERE).look();
    assertThat(lock.owners()).containsExactly("a");
  }

  @Test
  void whoIsCalledAndDoesNotAnswerIsPassed() {
    callAtTheOtherNode(claim("a"));
    await(claim("b"));

    LockResult unused = lock.after(LockEnds.CALL_ANSWERED.plus(MILLI)).look();

    assertThat(lock.owners()).containsExactly("b");
    assertThat(lock.waiters()).isEmpty();
  }

  @Test
  void whoWaitsAtADeadNodeIsPassed() {
    Grant held = lock.hold(claim("holder"));
    lock.at(THERE);
    await(claim("a"));
    await(withTicket("t", "ticket"));
    lock.at(HERE);
    await(claim("b"));
    lock.alive.remove(THERE);

    LockResult unused = lock.release(held);

    assertThat(lock.owners()).containsExactly("b");
    assertThat(lock.waiting()).as("a ticket keeps the place").containsExactly("t");
  }

  @Test
  void aTicketKeepsThePlaceForHalfAMinute() {
    Grant held = lock.hold(claim("holder"));
    Claim claim = withTicket("a", "ticket");
    await(claim);
    await(claim("b"));
    LockResult unused = lock.decide(new Leave(NAME, claim.lease()));

    lock.after(Duration.ofSeconds(8));
    await(withTicket("a", "ticket"));

    assertThat(lock.waiting()).containsExactly("a", "b");
    assertThat(lock.waiters().get(0).place()).isEqualTo(2);
    unused = lock.release(held);
    assertThat(lock.owners()).containsExactly("a");
  }

  @Test
  void afterHalfAMinuteThePlaceIsLost() {
    LockResult unused = lock.decide(new LockCommand.Configure(NAME, 1, Duration.ZERO));
    Grant held = lock.hold(claim("holder"));
    Claim claim = withTicket("a", "ticket");
    await(claim);
    await(claim("b"));
    unused = lock.decide(new Leave(NAME, claim.lease()));
    for (int i = 0; i < 6; i++) {
      lock.after(Duration.ofSeconds(5));
      unused = lock.decide(new LockCommand.Renew(NAME, held.lease(), Duration.ofSeconds(10)));
    }

    await(withTicket("a", "ticket"));

    assertThat(lock.waiting()).containsExactly("b", "a");
  }

  @Test
  void whoIsAwayIsNotWaitedFor() {
    Grant held = lock.hold(claim("holder"));
    Claim claim = withTicket("a", "ticket");
    await(claim);
    await(claim("b"));
    LockResult unused = lock.decide(new Leave(NAME, claim.lease()));

    unused = lock.release(held);
    assertThat(lock.owners()).containsExactly("b");
    await(withTicket("a", "ticket"));
    await(claim("c"));
    unused = lock.release(lock.holders().get(0));
    assertThat(lock.owners()).containsExactly("a");
  }

  @Test
  void theTicketOfSomebodyElseIsNoTicket() {
    Grant unused = lock.hold(claim("holder"));
    await(withTicket("a", "ticket"));
    await(withTicket("b", "ticket"));

    assertThat(lock.waiting()).containsExactly("a", "b");
  }

  @Test
  void theTicketOfWhatIsHeldAnswersTheSameGrant() {
    Grant held = lock.hold(withTicket("a", "ticket"));
    lock.after(MILLI);

    LockResult.Granted again = (LockResult.Granted) lock.tryAcquire(withTicket("a", "ticket"));

    assertThat(again.grant()).isEqualTo(held.toldAgain());
    assertThat(again.isOwn()).as("nobody gives it back").isFalse();
    assertThat(lock.tryAcquire(withTicket("b", "ticket"))).isInstanceOf(LockResult.Held.class);
  }

  @Test
  void whoWaitsUnderASessionThatIsOverIsGone() {
    lock.sessions.put("s", START.plusSeconds(5));
    Grant held = lock.hold(claim("holder"));
    await(underSession("a", "s"));
    await(claim("b"));

    LockResult unused = lock.after(Duration.ofSeconds(5)).release(held);

    assertThat(lock.owners()).containsExactly("b");
  }

  @Test
  void aLongQueueIsServedToItsEnd() {
    Grant held = lock.hold(claim("holder"));
    int readers = 3 * LockTable.FIRST_WAITERS;
    for (int i = 0; i < readers; i++) {
      await(claim("r" + i, SHARED, 1));
    }
    LockResult unused = lock.release(held);
    while (lock.unfinished) {
      unused = lock.look();
    }

    assertThat(lock.holders()).hasSize(readers);
    assertThat(lock.holders()).extracting(Grant::token).isSorted();
    assertThat(lock.owners().get(readers - 1)).isEqualTo("r" + (readers - 1));
  }

  /** Leaves it free, with a waiter at the other node whose turn it is. */
  private void callAtTheOtherNode(Claim claim) {
    Grant held = lock.hold(claim("holder"));
    lock.at(THERE);
    await(claim);
    LockResult unused = lock.at(HERE).release(held);
    assertThat(lock.called).containsExactly(THERE);
  }

  private void await(Claim claim) {
    assertThat(lock.await(claim)).isEqualTo(new LockResult.Waiting());
  }
}
