package dev.ashlar.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.lock.LockCommand.Again;
import dev.ashlar.lock.LockState.Former;
import dev.ashlar.lock.LockState.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One lock, kept in memory as the table keeps it: a batch reads the first waiters and those that
 * its commands name, and stores what it changed. Two nodes decide on it, one at a time.
 */
final class MemoryLock {
  static final String NAME = "lock";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final UUID HERE = new UUID(0, 1);
  static final UUID THERE = new UUID(0, 2);

  final Set<UUID> alive = new HashSet<>(Set.of(HERE, THERE));

  /** The rows of sessions, those included that are over and not yet swept. */
  final Map<String, Instant> sessions = new HashMap<>();

  final Set<String> fullSessions = new HashSet<>();
  final List<Former> past = new ArrayList<>();
  final Map<UUID, LockResult.Granted> delivered = new HashMap<>();
  final Set<UUID> called = new HashSet<>();
  Instant now = START;
  UUID node = HERE;
  boolean unfinished;
  Settings settings = new Settings(0, 0, 1, Duration.ZERO, false, null);
  private final Map<UUID, Grant> holders = new LinkedHashMap<>();
  private final Map<UUID, Waiter> waiters = new HashMap<>();

  /** A claim for 10 s, as a plain client makes it. */
  static Claim claim(String owner) {
    return new Claim(
        UUID.randomUUID(), owner, LockMode.EXCLUSIVE, 1, Duration.ofSeconds(10), null, null, null);
  }

  static Claim claim(String owner, LockMode mode, int permits) {
    Claim plain = claim(owner);
    return new Claim(plain.lease(), owner, mode, permits, plain.ttl(), null, null, null);
  }

  static Claim withTicket(String owner, String ticket) {
    Claim plain = claim(owner);
    return new Claim(
        plain.lease(), owner, plain.mode(), plain.permits(), plain.ttl(), null, ticket, null);
  }

  static Claim underSession(String owner, String session) {
    Claim plain = claim(owner);
    return new Claim(
        plain.lease(), owner, plain.mode(), plain.permits(), plain.ttl(), session, null, null);
  }

  MemoryLock at(UUID deciding) {
    node = deciding;
    return this;
  }

  MemoryLock after(Duration time) {
    now = now.plus(time);
    return this;
  }

  LockResult tryAcquire(Claim claim) {
    return decide(new Acquire(NAME, claim, false, Again.NO));
  }

  LockResult await(Claim claim) {
    return decide(new Acquire(NAME, claim, true, Again.NO));
  }

  LockResult reenter(Claim claim) {
    return decide(new Acquire(NAME, claim, false, Again.REENTER));
  }

  /** Acquires what is free. */
  Grant hold(Claim claim) {
    return grant(tryAcquire(claim));
  }

  /** As if it had been granted together with another. */
  void holdsToo(Claim claim, Grant other) {
    Grant grant =
        new Grant(
            claim.lease(),
            other.token(),
            claim.owner(),
            claim.mode(),
            claim.permits(),
            1,
            1,
            null,
            null,
            null,
            other.acquiredAt(),
            other.expiresAt());
    holders.put(grant.lease(), grant);
  }

  LockResult release(Grant grant) {
    return decide(new LockCommand.Release(NAME, grant.lease()));
  }

  LockResult look() {
    return decide(new LockCommand.Look(NAME));
  }

  static Grant grant(LockResult result) {
    assertThat(result).isInstanceOf(LockResult.Granted.class);
    return ((LockResult.Granted) result).grant();
  }

  LockResult decide(LockCommand command) {
    return decide(List.of(command)).get(0);
  }

  /** A batch. */
  List<LockResult> decide(List<LockCommand> commands) {
    LockState state = read(commands);
    LockDecider decider =
        new LockDecider(
            new Surroundings(
                System.nanoTime(),
                now,
                node,
                Set.copyOf(alive),
                sessions(state, commands),
                fullSessions));
    List<LockResult> results = commands.stream().map(c -> decider.decide(state, c)).toList();
    delivered.clear();
    delivered.putAll(decider.turns().delivered());
    called.clear();
    called.addAll(decider.turns().called());
    unfinished = decider.turns().unfinished().contains(NAME);
    store(state);
    return results;
  }

  List<Grant> holders() {
    return holders.values().stream().map(this::asRead).toList();
  }

  List<String> owners() {
    return holders.values().stream().map(Grant::owner).toList();
  }

  /** In the order of their places. */
  List<Waiter> waiters() {
    return waiters.values().stream().sorted(Comparator.comparingLong(Waiter::place)).toList();
  }

  List<String> waiting() {
    return waiters().stream().map(waiter -> waiter.claim().owner()).toList();
  }

  private LockState read(List<LockCommand> commands) {
    Set<UUID> ids = new HashSet<>();
    Set<String> tickets = new HashSet<>();
    for (LockCommand command : commands) {
      if (command instanceof LockCommand.Leave leave) {
        ids.add(leave.waiter());
      } else if (command instanceof Acquire acquire && acquire.claim().ticket() != null) {
        tickets.add(acquire.claim().ticket());
      }
    }
    Stream<Waiter> first =
        waiters().stream().filter(Waiter::isConnected).limit(LockTable.FIRST_WAITERS + 1);
    Stream<Waiter> named =
        waiters().stream()
            .filter(w -> ids.contains(w.id()) || isOneOf(tickets, w.claim().ticket()));
    List<Waiter> read = Stream.concat(first, named).distinct().toList();
    int kept = (int) waiters().stream().filter(waiter -> !waiter.isConnected()).count();
    return new LockState(
        1, NAME, settings, holders(), read, read.size() > LockTable.FIRST_WAITERS, kept);
  }

  private static boolean isOneOf(Set<String> tickets, @Nullable String ticket) {
    return ticket != null && tickets.contains(ticket);
  }

  /** A session that holds or waits counts while its row is there, another while it lives. */
  private Map<String, Instant> sessions(LockState state, List<LockCommand> commands) {
    Map<String, Instant> known = new HashMap<>();
    Stream.concat(
            state.holders().stream().map(Grant::session),
            state.waiters().stream().map(waiter -> waiter.claim().session()))
        .filter(session -> session != null && sessions.containsKey(session))
        .forEach(session -> known.put(session, Objects.requireNonNull(sessions.get(session))));
    for (LockCommand command : commands) {
      String named = command instanceof Acquire acquire ? acquire.claim().session() : null;
      Instant end = named == null ? null : sessions.get(named);
      if (named != null && end != null && end.isAfter(now)) {
        known.put(named, end);
      }
    }
    return known;
  }

  private Grant asRead(Grant grant) {
    return grant.session() == null
        ? grant
        : grant.until(sessions.getOrDefault(grant.session(), Instant.EPOCH));
  }

  private void store(LockState state) {
    settings = state.settings();
    state.goneHolders().forEach(lease -> assertThat(holders.remove(lease)).isNotNull());
    state.newHolders().forEach(g -> assertThat(holders.put(g.lease(), g)).isNull());
    state.changedHolders().forEach(g -> assertThat(holders.put(g.lease(), g)).isNotNull());
    state.goneWaiters().forEach(id -> assertThat(waiters.remove(id)).isNotNull());
    state.newWaiters().forEach(w -> assertThat(waiters.put(w.id(), w)).isNull());
    state.changedWaiters().forEach(w -> assertThat(waiters.put(w.id(), w)).isNotNull());
    past.addAll(state.past);
    assertThat(holders.keySet())
        .isEqualTo(Set.copyOf(state.holders().stream().map(Grant::lease).toList()));
    assertThat(waiters.values()).containsAll(state.waiters());
    assertThat(waiters.values()).extracting(Waiter::place).doesNotHaveDuplicates();
  }
}
