package dev.ashlar.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A locked lock, as stored and as a batch leaves it: who holds it, and who waits. Remembers what
 * changed. Not thread-safe.
 */
final class LockState {
  final int id;
  final String name;

  /** Besides the first waiters there are more, of whom only those are known that were asked for. */
  final boolean hasMoreWaiters;

  /** How many places were kept, before this batch, for waiters who are not there. */
  final int keptPlaces;

  /** Up to this place all waiters are known whose clients are connected. */
  final long knownUpTo;

  final List<Former> past = new ArrayList<>();
  private final Set<UUID> storedHolders;
  private final Set<UUID> storedWaiters;
  private final Map<UUID, Grant> holders = new LinkedHashMap<>();
  private final Map<UUID, Waiter> waiters = new LinkedHashMap<>();
  private final List<Grant> changedHolders = new ArrayList<>();
  private final List<Waiter> changedWaiters = new ArrayList<>();
  private Settings settings;
  private boolean settingsChanged;

  /** How a grant ended. */
  enum How {
    RELEASED,
    EXPIRED,
    BROKEN,
    SESSION
  }

  /** A grant that has ended. */
  record Former(Grant grant, How how, @Nullable String reason) {}

  /**
   * What stands in the row of the lock.
   *
   * @param token the newest that was given
   * @param places the last place in the queue that was given
   * @param delay how long the lock rests after a holder was lost
   * @param blockedUntil until when it rests
   */
  record Settings(
      long token,
      long places,
      int permits,
      Duration delay,
      boolean configured,
      @Nullable Instant blockedUntil) {
    Settings nextToken() {
      return new Settings(token + 1, places, permits, delay, configured, blockedUntil);
    }

    Settings nextPlace() {
      return new Settings(token, places + 1, permits, delay, configured, blockedUntil);
    }

    Settings configured(int newPermits, Duration newDelay) {
      return new Settings(token, places, newPermits, newDelay, true, blockedUntil);
    }

    /** Resting from a moment on, if this lock does. */
    Settings restingFrom(Instant now) {
      return delay.isZero()
          ? this
          : new Settings(token, places, permits, delay, configured, now.plus(delay));
    }
  }

  LockState(
      int id,
      String name,
      Settings settings,
      List<Grant> holders,
      List<Waiter> waiters,
      boolean hasMoreWaiters,
      int keptPlaces) {
    this.id = id;
    this.name = name;
    this.settings = settings;
    this.hasMoreWaiters = hasMoreWaiters;
    this.keptPlaces = keptPlaces;
    holders.forEach(grant -> this.holders.put(grant.lease(), grant));
    waiters.stream()
        .sorted(Comparator.comparingLong(Waiter::place))
        .forEach(waiter -> this.waiters.put(waiter.id(), waiter));
    knownUpTo =
        hasMoreWaiters
            ? this.waiters.values().stream()
                .filter(Waiter::isConnected)
                .limit(LockTable.FIRST_WAITERS)
                .mapToLong(Waiter::place)
                .max()
                .orElse(0)
            : Long.MAX_VALUE;
    storedHolders = Set.copyOf(this.holders.keySet());
    storedWaiters = Set.copyOf(this.waiters.keySet());
  }

  Settings settings() {
    return settings;
  }

  void set(Settings newSettings) {
    settingsChanged = settingsChanged || !newSettings.equals(settings);
    settings = newSettings;
  }

  List<Grant> holders() {
    return List.copyOf(holders.values());
  }

  @Nullable Grant holder(UUID lease) {
    return holders.get(lease);
  }

  /** In the order of their places. */
  List<Waiter> waiters() {
    return List.copyOf(waiters.values());
  }

  @Nullable Waiter waiter(UUID id) {
    return waiters.get(id);
  }

  void hold(Grant grant) {
    holders.put(grant.lease(), grant);
    if (storedHolders.contains(grant.lease())) {
      changedHolders.removeIf(changed -> changed.lease().equals(grant.lease()));
      changedHolders.add(grant);
    }
  }

  void end(Grant grant, How how, @Nullable String reason) {
    holders.remove(grant.lease());
    changedHolders.removeIf(changed -> changed.lease().equals(grant.lease()));
    past.add(new Former(grant, how, reason));
  }

  /** Puts a waiter into the queue, or changes one that is in it under the same id. */
  void await(Waiter waiter) {
    waiters.put(waiter.id(), waiter);
    if (storedWaiters.contains(waiter.id())) {
      changedWaiters.removeIf(changed -> changed.id().equals(waiter.id()));
      changedWaiters.add(waiter);
    }
  }

  /** Puts a waiter into the place of another. */
  void replace(Waiter former, Waiter waiter) {
    if (former.id().equals(waiter.id())) {
      await(waiter);
      return;
    }
    Map<UUID, Waiter> before = new LinkedHashMap<>(waiters);
    waiters.clear();
    for (Waiter each : before.values()) {
      Waiter kept = each.id().equals(former.id()) ? waiter : each;
      waiters.put(kept.id(), kept);
    }
    changedWaiters.removeIf(changed -> changed.id().equals(former.id()));
  }

  void leave(UUID waiter) {
    waiters.remove(waiter);
    changedWaiters.removeIf(changed -> changed.id().equals(waiter));
  }

  boolean settingsChanged() {
    return settingsChanged;
  }

  List<Grant> newHolders() {
    return holders.values().stream().filter(isNot(storedHolders, Grant::lease)).toList();
  }

  List<Grant> changedHolders() {
    return changedHolders;
  }

  List<UUID> goneHolders() {
    return storedHolders.stream().filter(lease -> !holders.containsKey(lease)).toList();
  }

  List<Waiter> newWaiters() {
    return waiters.values().stream().filter(isNot(storedWaiters, Waiter::id)).toList();
  }

  List<Waiter> changedWaiters() {
    return changedWaiters;
  }

  List<UUID> goneWaiters() {
    return storedWaiters.stream().filter(id -> !waiters.containsKey(id)).toList();
  }

  private static <T> Predicate<T> isNot(
      Set<UUID> stored, java.util.function.Function<T, UUID> identity) {
    return item -> !stored.contains(identity.apply(item));
  }
}
