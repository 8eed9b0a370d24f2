package dev.ashlar.lock;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Grants locks to those whose turn it is, or calls them. Not thread-safe. */
final class LockTurns {
  private final Surroundings around;
  private final Map<UUID, LockResult.Granted> delivered = new HashMap<>();
  private final Set<UUID> called = new HashSet<>();
  private final Set<String> unfinished = new HashSet<>();

  LockTurns(Surroundings around) {
    this.around = around;
  }

  /** What was granted to waiters of this node, who are to be told. */
  Map<UUID, LockResult.Granted> delivered() {
    return delivered;
  }

  /** The other nodes whose waiters it is the turn of. */
  Set<UUID> called() {
    return called;
  }

  /** Locks of whose waiters more than were looked at may be next. */
  Set<String> unfinished() {
    return unfinished;
  }

  /** What a claim was granted, which is answered where it was made. */
  LockResult.@Nullable Granted take(Claim claim) {
    return delivered.remove(claim.lease());
  }

  /** Grants the lock to those whose turn it is, or calls them if they are at another node. */
  void callNext(LockState lock) {
    Instant blocked = lock.settings().blockedUntil();
    if (blocked != null && blocked.isAfter(around.now())) {
      return;
    }
    LockUse use = new LockUse(lock);
    List<Waiter> first =
        lock.waiters().stream()
            .filter(Waiter::isConnected) // the place of others is kept, but nobody waits for them
            .filter(waiter -> waiter.place() <= lock.knownUpTo)
            .toList();
    for (Waiter waiter : first) {
      if (!use.hasRoomFor(waiter.claim())) {
        return;
      }
      use.add(waiter.claim().mode(), waiter.claim().permits());
      if (around.self().equals(waiter.node())) {
        grant(lock, waiter);
      } else if (waiter.calledAt() == null) {
        lock.await(waiter.called(around.now()));
        called.add(Objects.requireNonNull(waiter.node()));
      } else {
        continue;
      }
      if (lock.hasMoreWaiters) {
        unfinished.add(lock.name);
      }
    }
  }

  private void grant(LockState lock, Waiter waiter) {
    Claim claim = waiter.claim();
    lock.set(lock.settings().nextToken());
    Grant grant =
        new Grant(
            claim.lease(),
            lock.settings().token(),
            claim.owner(),
            claim.mode(),
            claim.permits(),
            1,
            1,
            claim.session(),
            claim.ticket(),
            claim.metadata(),
            around.now(),
            around.end(claim));
    lock.leave(waiter.id());
    lock.hold(grant);
    delivered.put(claim.lease(), granted(lock, grant, true));
  }

  LockResult.Granted granted(LockState lock, Grant grant, boolean isOwn) {
    return new LockResult.Granted(lock.name, grant, around.now(), around.asked(), isOwn);
  }

  /** Who is here has answered its call, even if it is not its turn any more. */
  void noteAnswers(LockState lock) {
    for (Waiter waiter : lock.waiters()) {
      if (waiter.calledAt() != null && around.self().equals(waiter.node())) {
        lock.await(waiter.called(null));
      }
    }
  }
}
