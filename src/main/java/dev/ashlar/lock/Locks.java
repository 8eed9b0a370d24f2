package dev.ashlar.lock;

import dev.ashlar.platform.cluster.Cluster;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.http.Checks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Locks for Java in this server. Thread-safe. */
@ApplicationScoped
public class Locks {
  @Inject LockEngine engine;
  @Inject LockWaits waits;
  @Inject Cluster cluster;
  @Inject CommitThreads threads;

  /**
   * Acquires a lock for this node, waiting in turn for it.
   *
   * @param ttl how long it stays held when this node dies: from 1 s to 24 h
   * @param patience how long to wait at most; the calling thread does
   * @return empty when it was not free in time
   * @throws RuntimeException what the database has to say, or {@code ProblemException} for a bad
   *     name or time
   */
  public Optional<HeldLock> acquire(String lock, Duration ttl, Duration patience) {
    return acquireLater(lock, ttl, patience).toCompletableFuture().join();
  }

  /** The same without a thread that waits. */
  public CompletionStage<Optional<HeldLock>> acquireLater(
      String lock, Duration ttl, Duration patience) {
    new Checks()
        .name("lock", lock)
        .that(
            ttl.compareTo(LockBodies.SHORTEST_TTL) >= 0
                && ttl.compareTo(LockBodies.LONGEST_TTL) <= 0,
            "ttl",
            "must be from 1s to 24h")
        .that(patience.compareTo(LockBodies.LONGEST_TTL) <= 0, "patience", "must be at most 24h")
        .orThrow();
    Claim claim =
        new Claim(UUID.randomUUID(), cluster.self(), LockMode.EXCLUSIVE, 1, ttl, null, null, null);
    boolean wait = patience.compareTo(Duration.ZERO) > 0;
    LockCommand.Acquire acquire = new LockCommand.Acquire(lock, claim, wait, LockCommand.Again.NO);
    return waits.acquire(acquire, patience, () -> false).thenApply(result -> held(result, ttl));
  }

  private Optional<HeldLock> held(LockResult result, Duration ttl) {
    if (!(result instanceof LockResult.Granted granted)) {
      return Optional.empty();
    }
    if (granted.mayBeOver()) {
      waits.giveBack(granted);
      return Optional.empty();
    }
    return Optional.of(new HeldLock(engine, threads.timers(), granted, ttl));
  }
}
