package dev.ashlar.lock;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.lock.LockCommand.Again;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;

/** Random commands of several owners at two nodes break none of the {@link LockRules}. */
class LockDeciderModelTest {
  private static final List<Duration> TTLS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(60));

  enum Kind {
    ACQUIRE,
    AWAIT,
    RENEW,
    RELEASE,
    BREAK,
    LEAVE,
    LOOK,
    CONFIGURE,
    KEEP_ALIVE,
    END_SESSION
  }

  enum Wish {
    SHARED,
    TICKET,
    SESSION,
    REENTER,
    MANY
  }

  /**
   * A command.
   *
   * @param which of the owners, leases, waiters or settings
   */
  record Step(Kind kind, int which, boolean there, int millisLater, Set<Wish> wishes) {}

  private MemoryLock lock = new MemoryLock();
  private LockRules rules = new LockRules(lock);
  private List<UUID> leases = new ArrayList<>();

  /** One instance serves all tries. */
  @BeforeTry
  void clear() {
    lock = new MemoryLock();
    rules = new LockRules(lock);
    leases = new ArrayList<>();
  }

  @Property
  void theRulesAreKept(@ForAll("histories") List<Step> history) {
    for (Step step : history) {
      take(step);
    }
  }

  @Property
  void theRulesAreKeptInBatches(@ForAll("batches") List<List<Step>> history) {
    for (List<Step> batch : history) {
      passTime(batch.get(0));
      rules.decide(batch.stream().map(this::command).toList());
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return steps().list().ofMinSize(1).ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<List<Step>>> batches() {
    return steps().list().ofMinSize(1).ofMaxSize(6).list().ofMinSize(1).ofMaxSize(20);
  }

  private static Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(3, Kind.ACQUIRE),
                Tuple.of(8, Kind.AWAIT),
                Tuple.of(1, Kind.RENEW),
                Tuple.of(6, Kind.RELEASE),
                Tuple.of(1, Kind.BREAK),
                Tuple.of(2, Kind.LEAVE),
                Tuple.of(4, Kind.LOOK),
                Tuple.of(1, Kind.CONFIGURE),
                Tuple.of(1, Kind.KEEP_ALIVE),
                Tuple.of(1, Kind.END_SESSION)),
            Arbitraries.integers().between(0, 5),
            Arbitraries.of(true, false),
            Arbitraries.of(0, 0, 0, 100, 1_000, 3_000, 31_000),
            Arbitraries.of(Wish.class).set().ofMaxSize(2))
        .as(Step::new)
        .withoutEdgeCases();
  }

  private void take(Step step) {
    passTime(step);
    rules.decide(command(step));
  }

  private void passTime(Step step) {
    lock.at(step.there ? MemoryLock.THERE : MemoryLock.HERE)
        .after(Duration.ofMillis(step.millisLater));
  }

  private LockCommand command(Step step) {
    String name = MemoryLock.NAME;
    return switch (step.kind) {
      case ACQUIRE, AWAIT -> acquire(step);
      case RENEW -> new LockCommand.Renew(name, lease(step), TTLS.get(step.which % 3));
      case RELEASE -> new LockCommand.Release(name, lease(step));
      case BREAK -> new LockCommand.Break(name, lease(step), "broken");
      case LEAVE -> new LockCommand.Leave(name, lease(step));
      case LOOK -> new LockCommand.Look(name);
      case CONFIGURE ->
          new LockCommand.Configure(
              name, 1 + step.which % 3, Duration.ofSeconds(step.which < 3 ? 0 : 2));
      case KEEP_ALIVE, END_SESSION -> session(step);
    };
  }

  private LockCommand session(Step step) {
    if (step.kind == Kind.KEEP_ALIVE) {
      Instant end = lock.sessions.get("session");
      if (end == null || end.isAfter(lock.now)) {
        lock.sessions.put("session", lock.now.plusSeconds(5));
      }
    } else {
      lock.sessions.clear();
    }
    return new LockCommand.Look(MemoryLock.NAME);
  }

  private Acquire acquire(Step step) {
    UUID lease = UUID.randomUUID();
    leases.add(lease);
    String owner = "owner" + step.which % 4;
    Claim claim =
        new Claim(
            lease,
            owner,
            step.wishes.contains(Wish.SHARED) ? LockMode.SHARED : LockMode.EXCLUSIVE,
            step.wishes.contains(Wish.MANY) ? 2 : 1,
            Objects.requireNonNull(TTLS.get(step.which % 3)),
            step.wishes.contains(Wish.SESSION) ? "session" : null,
            step.wishes.contains(Wish.TICKET) ? "ticket" : null,
            null);
    return new Acquire(
        MemoryLock.NAME,
        claim,
        step.kind == Kind.AWAIT,
        step.wishes.contains(Wish.REENTER) ? Again.REENTER : Again.NO);
  }

  /** One of the newest, of which most is to be decided. */
  private UUID lease(Step step) {
    int from = Math.max(0, leases.size() - 6);
    return leases.isEmpty()
        ? new UUID(9, 9)
        : leases.get(Math.min(leases.size() - 1, from + step.which));
  }
}
