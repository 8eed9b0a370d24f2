package dev.ashlar.lock;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.lock.LockCommand.Again;
import dev.ashlar.lock.LockState.How;
import dev.ashlar.lock.LockState.Settings;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands on locks, one after the other: plain Java. A lock is granted in the order of the
 * queue and never past its head, so that nobody starves: a writer who waits lets no more readers
 * in. Not thread-safe.
 */
final class LockDecider {
  /** How many places of a lock are kept at a time for waiters who are not there. */
  static final int MOST_KEPT = 1_000;

  private final Surroundings around;
  private final LockEnds ends;
  private final LockTurns turns;

  LockDecider(Surroundings around) {
    this.around = around;
    this.ends = new LockEnds(around);
    this.turns = new LockTurns(around);
  }

  /** What the decisions came to for those who wait. */
  LockTurns turns() {
    return turns;
  }

  LockResult decide(LockState lock, LockCommand command) {
    ends.endWhatIsOver(lock);
    LockResult result = apply(lock, command);
    turns.callNext(lock);
    turns.noteAnswers(lock);
    return result;
  }

  private LockResult apply(LockState lock, LockCommand command) {
    if (command instanceof Acquire acquire) {
      return acquire(lock, acquire);
    }
    if (command instanceof LockCommand.Renew renew) {
      return renew(lock, renew);
    }
    if (command instanceof LockCommand.Release release) {
      return release(lock, lock.holder(release.lease()));
    }
    if (command instanceof LockCommand.Resign resign) {
      return release(lock, holder(lock, grant -> grant.owner().equals(resign.owner())));
    }
    if (command instanceof LockCommand.Break broken) {
      return ends.end(lock, lock.holder(broken.lease()), How.BROKEN, broken.reason());
    }
    if (command instanceof LockCommand.Leave leave) {
      return leave(lock, leave.waiter());
    }
    if (command instanceof LockCommand.Abandon abandon) {
      return abandon(lock, abandon);
    }
    if (command instanceof LockCommand.Configure configure) {
      Settings old = lock.settings();
      lock.set(old.configured(configure.permits(), configure.delay()));
      return new LockResult.Done(old.configured());
    }
    return new LockResult.Done(true);
  }

  private LockResult acquire(LockState lock, Acquire acquire) {
    Claim claim = acquire.claim();
    if (claim.permits() > lock.settings().permits()) {
      return new LockResult.TooMany(lock.settings().permits());
    }
    if (claim.session() != null && !around.isAlive(claim.session())) {
      return new LockResult.SessionLost();
    }
    Grant held = again(lock, acquire);
    if (held != null) {
      Grant before = Objects.requireNonNull(lock.holder(held.lease()));
      boolean more = held.times() > before.times();
      lock.hold(held);
      return turns.granted(lock, held, more);
    }
    Waiter former = withTicket(lock, claim);
    LockResult.Full full = former == null ? full(lock, claim) : null;
    if (full != null) {
      return full;
    }
    Waiter waiter = enqueue(lock, claim, former);
    turns.callNext(lock);
    LockResult.Granted granted = turns.take(claim);
    if (granted != null) {
      return granted;
    }
    if (acquire.waits()) {
      return new LockResult.Waiting();
    }
    return leave(lock, waiter.id());
  }

  /** What an owner gets who holds the lock already; null when he has to wait for it. */
  private @Nullable Grant again(LockState lock, Acquire acquire) {
    Claim claim = acquire.claim();
    Predicate<Grant> own =
        grant -> grant.owner().equals(claim.owner()) && grant.mode() == claim.mode();
    String ticket = claim.ticket();
    Grant byTicket =
        ticket == null ? null : holder(lock, own.and(grant -> ticket.equals(grant.ticket())));
    if (acquire.again() == Again.PROLONG) {
      Grant leads = holder(lock, own);
      return leads == null
          ? null
          : leads.until(around.end(claim)).metadata(claim.metadata()).toldAgain();
    }
    if (byTicket != null || acquire.again() == Again.NO) {
      return byTicket == null ? null : byTicket.toldAgain();
    }
    Grant held = holder(lock, own.and(grant -> isWithin(claim, grant)));
    if (held == null) {
      return null;
    }
    Instant end =
        held.session() == null ? later(held.expiresAt(), around.end(claim)) : held.expiresAt();
    return held.until(end).times(held.times() + 1);
  }

  /** Whether a claim asks for no more than its owner holds. */
  private static boolean isWithin(Claim claim, Grant grant) {
    return claim.permits() <= grant.permits()
        && (claim.session() == null || claim.session().equals(grant.session()));
  }

  /** Who waits in the place that the ticket of a claim keeps. */
  private static @Nullable Waiter withTicket(LockState lock, Claim claim) {
    String ticket = claim.ticket();
    for (Waiter waiter : lock.waiters()) {
      if (ticket != null
          && ticket.equals(waiter.claim().ticket())
          && claim.owner().equals(waiter.claim().owner())) {
        return waiter;
      }
    }
    return null;
  }

  /** Why no more is taken on; null when there is room. */
  private LockResult.@Nullable Full full(LockState lock, Claim claim) {
    if (claim.session() != null && around.full().contains(claim.session())) {
      return new LockResult.Full("The session holds as many locks as one can; release some first.");
    }
    if (claim.ticket() != null && lock.keptPlaces >= MOST_KEPT) {
      return new LockResult.Full(
          "Tickets keep "
              + MOST_KEPT
              + " places of this lock already; wait without one, or later.");
    }
    return null;
  }

  private Waiter enqueue(LockState lock, Claim claim, @Nullable Waiter former) {
    if (former != null) {
      Waiter back = former.back(claim, around.self());
      lock.replace(former, back);
      return back;
    }
    Settings settings = lock.settings().nextPlace();
    Waiter waiter = new Waiter(claim, settings.places(), around.self(), around.now(), null, null);
    lock.set(settings);
    lock.await(waiter);
    return waiter;
  }

  private LockResult renew(LockState lock, LockCommand.Renew renew) {
    Grant held = lock.holder(renew.lease());
    if (held == null) {
      return new LockResult.Lost();
    }
    if (held.session() == null) {
      held = held.until(around.now().plus(renew.ttl()));
      lock.hold(held);
    }
    return held.expiresAt().isAfter(around.now())
        ? turns.granted(lock, held, false)
        : new LockResult.Lost();
  }

  private LockResult release(LockState lock, @Nullable Grant held) {
    if (held != null && held.times() > 1) {
      lock.hold(held.times(held.times() - 1));
      return new LockResult.Done(true);
    }
    return ends.end(lock, held, How.RELEASED, null);
  }

  private LockResult leave(LockState lock, UUID id) {
    Waiter waiter = lock.waiter(id);
    if (waiter == null) {
      return new LockResult.Held(lock.holders(), 1L + lock.waiters().size(), Long.MAX_VALUE);
    }
    long place = 1 + lock.waiters().stream().takeWhile(each -> !each.id().equals(id)).count();
    ends.sendAway(lock, waiter);
    return new LockResult.Held(lock.holders(), place, waiter.place());
  }

  /** Ends what became of a call whose client was not told of it. */
  private LockResult abandon(LockState lock, LockCommand.Abandon abandon) {
    Waiter waiter = lock.waiter(abandon.lease());
    if (waiter != null) {
      ends.sendAway(lock, waiter);
    }
    Grant held = lock.holder(abandon.lease());
    if (held == null || held.told() != abandon.told()) {
      return new LockResult.Done(false);
    }
    LockResult result = release(lock, held);
    if (lock.holder(held.lease()) == null) {
      ends.keepFirstPlace(lock, held);
    }
    return result;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static @Nullable Grant holder(LockState lock, Predicate<Grant> which) {
    return lock.holders().stream().filter(which).findFirst().orElse(null);
  }
}
