package dev.ashlar.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.lock.LockState.Former;
import dev.ashlar.lock.LockState.How;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is true of a lock after every batch, told by what stood before it, what was commanded, and
 * what is promised; not by how it is decided.
 */
final class LockRules {
  private final MemoryLock lock;
  private final Map<UUID, Long> tokens = new HashMap<>();
  private final Map<UUID, Integer> times = new HashMap<>();
  private Instant restsUntil = Instant.MIN;

  LockRules(MemoryLock lock) {
    this.lock = lock;
  }

  /** What stood before a batch. */
  private record Before(List<Waiter> waiters, int past, LockState.Settings settings) {}

  /** A command in a batch of its own; of what comes of it all is known. */
  void decide(LockCommand command) {
    Before before = new Before(lock.waiters(), lock.past.size(), lock.settings);
    decide(List.of(command));
    List<Grant> granted = granted(before);
    permitsAreNotExceeded(granted);
    itRests(before, granted);
    nobodyIsPassed(before, command, granted);
    nobodyLosesHisPlace(before, command, granted);
    theNextIsServedOrCalled();
  }

  /** A batch; of its commands it is not known here which had what effect. */
  void decide(List<LockCommand> commands) {
    Before before = new Before(lock.waiters(), lock.past.size(), lock.settings);
    List<LockResult> results = lock.decide(commands);
    List<Grant> granted = granted(before);
    nobodyHoldsWhatExcludesAnother();
    tokensRise(before, granted);
    whatIsOverIsGone();
    whatIsGrantedIsTold(commands, results, granted);
    reenteringIsCounted(commands, results);
    nothingIsLost();
  }

  /** Those that began in this batch, the ended ones included, in the order of tokens. */
  private List<Grant> granted(Before before) {
    return Stream.concat(
            lock.past.stream().skip(before.past).map(Former::grant), lock.holders().stream())
        .filter(grant -> grant.token() > before.settings.token())
        .sorted((a, b) -> Long.compare(a.token(), b.token()))
        .toList();
  }

  private void nobodyHoldsWhatExcludesAnother() {
    assertThat(taken() == 0 || shared() == 0).as("together: %s", lock.holders()).isTrue();
  }

  /** Those that were granted before there were fewer stay. */
  private void permitsAreNotExceeded(List<Grant> granted) {
    if (granted.stream().anyMatch(grant -> grant.mode() == LockMode.EXCLUSIVE)) {
      assertThat(taken()).as("%s", lock.holders()).isLessThanOrEqualTo(lock.settings.permits());
    }
  }

  private int taken() {
    return lock.holders().stream()
        .filter(grant -> grant.mode() == LockMode.EXCLUSIVE)
        .mapToInt(Grant::permits)
        .sum();
  }

  private long shared() {
    return lock.holders().stream().filter(grant -> grant.mode() == LockMode.SHARED).count();
  }

  private void tokensRise(Before before, List<Grant> granted) {
    long expected = before.settings.token();
    for (Grant grant : granted) {
      assertThat(grant.token()).isEqualTo(++expected);
      assertThat(tokens.put(grant.lease(), grant.token())).as("granted twice").isNull();
    }
    assertThat(lock.settings.token()).isEqualTo(expected);
  }

  private void whatIsOverIsGone() {
    for (Grant grant : lock.holders()) {
      if (grant.session() == null) {
        assertThat(grant.expiresAt()).as("%s", grant).isAfter(lock.now);
      } else {
        assertThat(lock.sessions).containsKey(grant.session());
      }
    }
  }

  private void itRests(Before before, List<Grant> granted) {
    boolean lost =
        lock.past.stream().skip(before.past).anyMatch(former -> former.how() != How.RELEASED);
    if (lost && !before.settings.delay().isZero()) {
      restsUntil = lock.now.plus(before.settings.delay());
    }
    if (restsUntil.isAfter(lock.now)) {
      assertThat(granted).as("while the lock rests").isEmpty();
    }
  }

  /** Nor by somebody who comes new; who is called has its share kept. */
  private void nobodyIsPassed(Before before, LockCommand command, List<Grant> granted) {
    Map<UUID, Long> places = new HashMap<>();
    before.waiters.forEach(waiter -> places.put(waiter.id(), waiter.place()));
    for (Grant grant : granted) {
      long place = places.getOrDefault(grant.lease(), placeOfNew(before, command));
      for (Waiter waiter : lock.waiters()) {
        if (waiter.isConnected() && waiter.place() < place) {
          assertThat(waiter.calledAt()).as("%s was passed by %s", waiter, grant).isNotNull();
          assertThat(hasRoom(waiter.claim())).as("kept for %s", waiter).isTrue();
        }
      }
    }
  }

  private static long placeOfNew(Before before, LockCommand command) {
    if (command instanceof Acquire acquire && acquire.claim().ticket() != null) {
      return before.waiters.stream()
          .filter(waiter -> isSame(waiter.claim(), acquire.claim()))
          .mapToLong(Waiter::place)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    }
    return Long.MAX_VALUE;
  }

  private static boolean isSame(Claim one, Claim other) {
    return one.ticket() != null
        && one.ticket().equals(other.ticket())
        && one.owner().equals(other.owner());
  }

  private boolean hasRoom(Claim claim) {
    return claim.mode() == LockMode.SHARED
        ? taken() == 0
        : shared() == 0 && taken() + claim.permits() <= lock.settings.permits();
  }

  private void nobodyLosesHisPlace(Before before, LockCommand command, List<Grant> granted) {
    Map<Long, Waiter> after = new HashMap<>();
    lock.waiters().forEach(waiter -> after.put(waiter.place(), waiter));
    Set<UUID> served = new HashSet<>(granted.stream().map(Grant::lease).toList());
    for (Waiter waiter : before.waiters) {
      Waiter now = after.get(waiter.place());
      boolean back = command instanceof Acquire again && isSame(again.claim(), waiter.claim());
      if (now == null) {
        int fewest = Math.min(before.settings.permits(), lock.settings.permits());
        boolean tooMany = waiter.claim().permits() > fewest;
        assertThat(served.contains(waiter.id()) || back || tooMany || mayGo(waiter, command))
            .as("%s is gone", waiter)
            .isTrue();
      } else if (now.isConnected() || !waiter.isConnected()) {
        assertThat(back || now.id().equals(waiter.id())).as("%s in its place", now).isTrue();
      } else {
        assertThat(back || isLeaving(waiter, command) || isSilent(waiter)).isTrue();
        assertThat(now.keptUntil()).isEqualTo(lock.now.plus(LockEnds.TICKET_KEPT));
      }
    }
  }

  private boolean mayGo(Waiter waiter, LockCommand command) {
    Claim claim = waiter.claim();
    Instant session = claim.session() == null ? Instant.MAX : lock.sessions.get(claim.session());
    boolean over = session == null || !session.isAfter(lock.now);
    Instant kept = waiter.keptUntil();
    boolean ends =
        claim.ticket() != null
            ? kept != null && !kept.isAfter(lock.now)
            : isLeaving(waiter, command) || isSilent(waiter);
    return over || ends;
  }

  private static boolean isLeaving(Waiter waiter, LockCommand command) {
    return command instanceof LockCommand.Leave leave && leave.waiter().equals(waiter.id());
  }

  private boolean isSilent(Waiter waiter) {
    Instant since = waiter.calledAt();
    return since != null && since.plus(LockEnds.CALL_ANSWERED).isBefore(lock.now);
  }

  private void theNextIsServedOrCalled() {
    if (restsUntil.isAfter(lock.now)) {
      return;
    }
    lock.waiters().stream()
        .filter(Waiter::isConnected)
        .findFirst()
        .filter(head -> hasRoom(head.claim()))
        .ifPresent(head -> assertThat(head.calledAt()).as("%s is next", head).isNotNull());
  }

  /** By the answer to the command, or as a waiter of this node; never a waiter of another. */
  private void whatIsGrantedIsTold(
      List<LockCommand> commands, List<LockResult> results, List<Grant> granted) {
    Set<UUID> told = new HashSet<>(lock.delivered.keySet());
    for (int i = 0; i < commands.size(); i++) {
      if (commands.get(i) instanceof Acquire
          && results.get(i) instanceof LockResult.Granted answered) {
        told.add(answered.grant().lease());
      }
    }
    assertThat(told).containsAll(granted.stream().map(Grant::lease).toList());
  }

  private void reenteringIsCounted(List<LockCommand> commands, List<LockResult> results) {
    for (int i = 0; i < commands.size(); i++) {
      if (commands.get(i) instanceof Acquire
          && results.get(i) instanceof LockResult.Granted answered
          && answered.isOwn()) {
        times.merge(answered.grant().lease(), 1, Integer::sum);
      } else if (commands.get(i) instanceof LockCommand.Release release) {
        times.computeIfPresent(release.lease(), (lease, count) -> count - 1);
      }
    }
    lock.delivered.keySet().forEach(lease -> times.merge(lease, 1, Integer::sum));
    for (Grant grant : lock.holders()) {
      assertThat(times).as("of %s", grant).containsEntry(grant.lease(), grant.times());
    }
  }

  private void nothingIsLost() {
    List<UUID> leases = new ArrayList<>();
    lock.past.forEach(former -> leases.add(former.grant().lease()));
    lock.holders().forEach(grant -> leases.add(grant.lease()));
    assertThat(leases).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(tokens.keySet());
  }
}
