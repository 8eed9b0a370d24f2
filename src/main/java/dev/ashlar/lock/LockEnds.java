package dev.ashlar.lock;

import dev.ashlar.lock.LockState.How;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Ends what is held and who waits: by time, with a session, because somebody says so. */
final class LockEnds {
  /** How long a ticket keeps the place of a waiter who is not there. */
  static final Duration TICKET_KEPT = Duration.ofSeconds(30);

  /** A waiter who is called and does not answer for so long is passed over. */
  static final Duration CALL_ANSWERED = Duration.ofSeconds(2);

  private final Surroundings around;

  LockEnds(Surroundings around) {
    this.around = around;
  }

  void endWhatIsOver(LockState lock) {
    for (Grant grant : lock.holders()) {
      String session = grant.session();
      if (session == null && !grant.expiresAt().isAfter(around.now())) {
        LockResult unused = end(lock, grant, How.EXPIRED, null);
      } else if (session != null && !around.sessions().containsKey(session)) {
        LockResult unused = end(lock, grant, How.SESSION, null);
      }
    }
    for (Waiter waiter : lock.waiters()) {
      String session = waiter.claim().session();
      Instant kept = waiter.keptUntil();
      if ((session != null && !around.isAlive(session))
          || (kept != null && !kept.isAfter(around.now()))
          || waiter.claim().permits() > lock.settings().permits()) {
        lock.leave(waiter.id());
      } else if (waiter.isConnected() && isSilent(waiter)) {
        sendAway(lock, waiter);
      }
    }
  }

  /** Whether the node of a waiter is gone, or was called and does not answer. */
  private boolean isSilent(Waiter waiter) {
    if (around.self().equals(waiter.node())) {
      return false;
    }
    Instant calledAt = waiter.calledAt();
    return !around.alive().contains(waiter.node())
        || (calledAt != null && calledAt.plus(CALL_ANSWERED).isBefore(around.now()));
  }

  LockResult end(LockState lock, @Nullable Grant held, How how, @Nullable String reason) {
    if (held == null) {
      return new LockResult.Done(false);
    }
    lock.end(held, how, reason);
    if (how != How.RELEASED) {
      lock.set(lock.settings().restingFrom(around.now()));
    }
    return new LockResult.Done(true);
  }

  void sendAway(LockState lock, Waiter waiter) {
    if (!keepsPlace(lock, waiter.claim().ticket())) {
      lock.leave(waiter.id());
    } else {
      lock.await(waiter.away(around.now().plus(TICKET_KEPT)));
    }
  }

  /** Keeps a place for one who was to have the lock, before all who came after, if a ticket can. */
  void keepFirstPlace(LockState lock, Grant held) {
    if (!keepsPlace(lock, held.ticket())) {
      return;
    }
    Claim claim =
        new Claim(
            held.lease(),
            held.owner(),
            held.mode(),
            held.permits(),
            Duration.between(held.acquiredAt(), held.expiresAt()),
            held.session(),
            held.ticket(),
            held.metadata());
    Instant kept = around.now().plus(TICKET_KEPT);
    lock.await(new Waiter(claim, -held.token(), null, held.acquiredAt(), null, kept));
  }

  /** Candidates have tickets too, that only make sure that each is in the queue once. */
  private static boolean keepsPlace(LockState lock, @Nullable String ticket) {
    return ticket != null && !lock.name.startsWith(LockBodies.ELECTION);
  }
}
