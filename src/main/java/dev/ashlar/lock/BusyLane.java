package dev.ashlar.lock;

import dev.ashlar.platform.database.GroupCommit;
import dev.ashlar.platform.database.UnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where commands wait for locks whose rows somebody else has locked for long, a node perhaps that
 * was stopped in the middle of a batch: all other locks are free of them meanwhile. Thread-safe.
 */
final class BusyLane implements AutoCloseable {
  /** The database ends a transaction before, if nobody goes on with it. */
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private final GroupCommit<LockCommand, LockResult> lane;

  /** The names of the locks that are known to be busy. */
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  /**
   * @param lane answers {@link LockResult.Busy} only after it has waited for a moment
   */
  BusyLane(GroupCommit<LockCommand, LockResult> lane) {
    this.lane = lane;
  }

  /** Whether others wait here for the same lock, behind whom this command belongs. */
  boolean isFor(LockCommand command) {
    return busy.contains(command.lock());
  }

  /** Submits a command, again and again while its lock is busy. */
  CompletionStage<LockResult> submit(LockCommand command) {
    return submit(command, System.nanoTime());
  }

  private CompletionStage<LockResult> submit(LockCommand command, long since) {
    busy.add(command.lock());
    return lane.submit(command)
        .whenComplete((result, error) -> noteEnd(command, result instanceof LockResult.Busy, since))
        .thenCompose(
            result -> {
              if (!(result instanceof LockResult.Busy)) {
                return CompletableFuture.completedFuture(result);
              }
              return isTooLong(since)
                  ? CompletableFuture.failedFuture(
                      new UnavailableException("The lock is kept busy; try again shortly.", null))
                  : submit(command, since);
            });
  }

  private void noteEnd(LockCommand command, boolean isBusy, long since) {
    if (!isBusy || isTooLong(since)) {
      busy.remove(command.lock());
    }
  }

  private static boolean isTooLong(long since) {
    return System.nanoTime() - since > LONGEST.toNanos();
  }

  @Override
  public void close() {
    lane.close();
  }
}
