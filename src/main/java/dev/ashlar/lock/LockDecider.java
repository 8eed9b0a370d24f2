package dev.ashlar.lock;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.lock.LockCommand.Again;
import dev.ashlar.lock.LockState.How;
import dev.ashlar.lock.LockState.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands on locks, one after the other: plain Java. A lock is granted in the order of the
 * queue and never past its head, so that nobody starves: a writer who waits lets no more readers
 * in. Not thread-safe.
 */
final class LockDecider {
  /** How long a ticket keeps the place of a waiter who is not there. */
  static final Duration TICKET_KEPT = Duration.ofSeconds(30);

  /** A waiter who is called and does not answer for so long is passed over. */
  static final Duration CALL_ANSWERED = Duration.ofSeconds(2);

  /**
   * How many hold a lock at a time, whatever its mode and permits: all of them are looked at with
   * each command.
   */
  static final int MOST_HOLDERS = 10_000;

  /** How many places of a lock are kept at a time for waiters who are not there. */
  static final int MOST_KEPT = 1_000;

  private final Surroundings around;
  private final Map<UUID, LockResult.Granted> delivered = new HashMap<>();
  private final Set<UUID> called = new HashSet<>();
  private final Set<String> unfinished = new HashSet<>();

  /**
   * What a decision depends on besides the locks.
   *
   * @param asked when, by this machine's {@link System#nanoTime}, the database was asked
   * @param now the database's clock, read after the locks were locked
   * @param self incarnation of this node: its waiters are granted at once, others are called
   * @param alive the nodes that are heard of
   * @param sessions the end of each session that is named anywhere here; of one that is over
   *     nothing
   * @param full those that hold so much already that they get nothing more
   */
  record Surroundings(
      long asked,
      Instant now,
      UUID self,
      Set<UUID> alive,
      Map<String, Instant> sessions,
      Set<String> full) {}

  LockDecider(Surroundings around) {
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

  LockResult decide(LockState lock, LockCommand command) {
    endWhatIsOver(lock);
    LockResult result = apply(lock, command);
    callNext(lock);
    noteAnswers(lock);
    return result;
  }

  /** Who is here has answered its call, even if it is not its turn any more. */
  private void noteAnswers(LockState lock) {
    for (Waiter waiter : lock.waiters()) {
      if (waiter.calledAt() != null && around.self.equals(waiter.node())) {
        lock.await(waiter.called(null));
      }
    }
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
      return end(lock, lock.holder(broken.lease()), How.BROKEN, broken.reason());
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
    if (claim.session() != null && !isAlive(claim.session())) {
      return new LockResult.SessionLost();
    }
    Grant held = again(lock, acquire);
    if (held != null) {
      Grant before = Objects.requireNonNull(lock.holder(held.lease()));
      boolean more = held.times() > before.times();
      lock.hold(held);
      return granted(lock, held, more);
    }
    Waiter former = withTicket(lock, claim);
    LockResult.Full full = former == null ? full(lock, claim) : null;
    if (full != null) {
      return full;
    }
    Waiter waiter = enqueue(lock, claim, former);
    callNext(lock);
    LockResult.Granted granted = delivered.remove(claim.lease());
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
      return leads == null ? null : leads.until(end(claim)).metadata(claim.metadata()).toldAgain();
    }
    if (byTicket != null || acquire.again() == Again.NO) {
      return byTicket == null ? null : byTicket.toldAgain();
    }
    Grant held = holder(lock, own.and(grant -> isWithin(claim, grant)));
    if (held == null) {
      return null;
    }
    Instant end = held.session() == null ? later(held.expiresAt(), end(claim)) : held.expiresAt();
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
    if (claim.session() != null && around.full.contains(claim.session())) {
      return new LockResult.Full("The session holds as many locks as one can; release some first.");
    }
    if (claim.ticket() != null && lock.keptPlaces >= MOST_KEPT) {
      return new LockResult.Full(
          "Tickets keep " + MOST_KEPT + " places of this lock already; wait without one, or later.");
    }
    return null;
  }

  private Waiter enqueue(LockState lock, Claim claim, @Nullable Waiter former) {
    if (former != null) {
      Waiter back = former.back(claim, around.self);
      lock.replace(former, back);
      return back;
    }
    Settings settings = lock.settings().nextPlace();
    Waiter waiter = new Waiter(claim, settings.places(), around.self, around.now, null, null);
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
      held = held.until(around.now.plus(renew.ttl()));
      lock.hold(held);
    }
    return held.expiresAt().isAfter(around.now)
        ? granted(lock, held, false)
        : new LockResult.Lost();
  }

  private LockResult release(LockState lock, @Nullable Grant held) {
    if (held != null && held.times() > 1) {
      lock.hold(held.times(held.times() - 1));
      return new LockResult.Done(true);
    }
    return end(lock, held, How.RELEASED, null);
  }

  private LockResult end(LockState lock, @Nullable Grant held, How how, @Nullable String reason) {
    if (held == null) {
      return new LockResult.Done(false);
    }
    lock.end(held, how, reason);
    if (how != How.RELEASED) {
      lock.set(lock.settings().restingFrom(around.now));
    }
    return new LockResult.Done(true);
  }

  private LockResult leave(LockState lock, UUID id) {
    Waiter waiter = lock.waiter(id);
    if (waiter == null) {
      return new LockResult.Held(lock.holders(), 1L + lock.waiters().size(), Long.MAX_VALUE);
    }
    long place = 1 + lock.waiters().stream().takeWhile(each -> !each.id().equals(id)).count();
    sendAway(lock, waiter);
    return new LockResult.Held(lock.holders(), place, waiter.place());
  }

  /** Ends what became of a call whose client was not told of it. */
  private LockResult abandon(LockState lock, LockCommand.Abandon abandon) {
    Waiter waiter = lock.waiter(abandon.lease());
    if (waiter != null) {
      sendAway(lock, waiter);
    }
    Grant held = lock.holder(abandon.lease());
    if (held == null || held.told() != abandon.told()) {
      return new LockResult.Done(false);
    }
    LockResult result = release(lock, held);
    if (keepsPlace(lock, held.ticket()) && lock.holder(held.lease()) == null) {
      lock.await(firstAgain(held));
    }
    return result;
  }

  /** The place of one who was to have the lock, before all who came after. */
  private Waiter firstAgain(Grant held) {
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
    Instant kept = around.now.plus(TICKET_KEPT);
    return new Waiter(claim, -held.token(), null, held.acquiredAt(), null, kept);
  }

  /** Candidates have tickets too, that only make sure that each is in the queue once. */
  private static boolean keepsPlace(LockState lock, @Nullable String ticket) {
    return ticket != null && !lock.name.startsWith(LockBodies.ELECTION);
  }

  private void sendAway(LockState lock, Waiter waiter) {
    if (!keepsPlace(lock, waiter.claim().ticket())) {
      lock.leave(waiter.id());
    } else {
      lock.await(waiter.away(around.now.plus(TICKET_KEPT)));
    }
  }

  private void endWhatIsOver(LockState lock) {
    for (Grant grant : lock.holders()) {
      String session = grant.session();
      if (session == null && !grant.expiresAt().isAfter(around.now)) {
        LockResult unused = end(lock, grant, How.EXPIRED, null);
      } else if (session != null && !around.sessions.containsKey(session)) {
        LockResult unused = end(lock, grant, How.SESSION, null);
      }
    }
    for (Waiter waiter : lock.waiters()) {
      String session = waiter.claim().session();
      Instant kept = waiter.keptUntil();
      if ((session != null && !isAlive(session))
          || (kept != null && !kept.isAfter(around.now))
          || waiter.claim().permits() > lock.settings().permits()) {
        lock.leave(waiter.id());
      } else if (waiter.isConnected() && isSilent(waiter)) {
        sendAway(lock, waiter);
      }
    }
  }

  /** Whether the node of a waiter is gone, or was called and does not answer. */
  private boolean isSilent(Waiter waiter) {
    if (around.self.equals(waiter.node())) {
      return false;
    }
    Instant calledAt = waiter.calledAt();
    return !around.alive.contains(waiter.node())
        || (calledAt != null && calledAt.plus(CALL_ANSWERED).isBefore(around.now));
  }

  /** Grants the lock to those whose turn it is, or calls them if they are at another node. */
  private void callNext(LockState lock) {
    Instant blocked = lock.settings().blockedUntil();
    if (blocked != null && blocked.isAfter(around.now)) {
      return;
    }
    Use use = new Use(lock);
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
      if (around.self.equals(waiter.node())) {
        grant(lock, waiter);
      } else if (waiter.calledAt() == null) {
        lock.await(waiter.called(around.now));
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
            around.now,
            end(claim));
    lock.leave(waiter.id());
    lock.hold(grant);
    delivered.put(claim.lease(), granted(lock, grant, true));
  }

  private LockResult.Granted granted(LockState lock, Grant grant, boolean isOwn) {
    return new LockResult.Granted(lock.name, grant, around.now, around.asked, isOwn);
  }

  private Instant end(Claim claim) {
    Instant session = claim.session() == null ? null : around.sessions.get(claim.session());
    return session == null ? around.now.plus(claim.ttl()) : session;
  }

  private boolean isAlive(String session) {
    Instant end = around.sessions.get(session);
    return end != null && end.isAfter(around.now);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static @Nullable Grant holder(LockState lock, Predicate<Grant> which) {
    return lock.holders().stream().filter(which).findFirst().orElse(null);
  }

  /** How much of a lock is taken. */
  private static final class Use {
    private final int permits;
    private int holders;
    private int taken;
    private int shared;

    Use(LockState lock) {
      this.permits = lock.settings().permits();
      lock.holders().forEach(grant -> add(grant.mode(), grant.permits()));
    }

    boolean hasRoomFor(Claim claim) {
      return holders < MOST_HOLDERS
          && (claim.mode() == LockMode.SHARED
              ? taken == 0
              : shared == 0 && taken + claim.permits() <= permits);
    }

    void add(LockMode mode, int count) {
      holders++;
      if (mode == LockMode.SHARED) {
        shared++;
      } else {
        taken += count;
      }
    }
  }
}
