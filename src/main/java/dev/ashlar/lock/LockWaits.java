package dev.ashlar.lock;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.platform.cluster.Cluster;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.database.OverloadedException;
import dev.ashlar.platform.database.UnavailableException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for locks at this node: a row in the table and an entry here, no thread.
 * Thread-safe.
 */
@ApplicationScoped
class LockWaits {
  private static final System.Logger LOG = System.getLogger(LockWaits.class.getName());
  private static final int TICK_MILLIS = 1_000;
  @Inject LockEngine engine;
  @Inject Database database;
  @Inject Cluster cluster;
  @Inject Hints hints;
  @Inject CommitThreads threads;

  @Inject
  @ConfigProperty(name = "ashlar.lock.waiters")
  int mostWaiters;

  private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();

  /** What is to be given back, and could not be yet. */
  private final Map<UUID, LockCommand.Abandon> abandoned = new ConcurrentHashMap<>();

  private final AtomicBoolean called = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> ticking;

  /** Somebody who waits; {@code queued} while he is known to be in the queue. */
  private record Waiting(
      Acquire acquire,
      Duration patience,
      BooleanSupplier isGone,
      CompletableFuture<LockResult> result,
      AtomicBoolean queued) {
    UUID id() {
      return acquire.claim().lease();
    }

    boolean wasToldOf(LockResult.Granted granted) {
      return result.isDone()
          && !result.isCompletedExceptionally()
          && result.join() instanceof LockResult.Granted told
          && told.grant().lease().equals(granted.grant().lease());
    }
  }

  /** Before the database is up, as {@link Hints#listen} asks. */
  void listen(@Observes @Initialized(ApplicationScoped.class) Object event) {
    hints.listen(LockEngine.calls(cluster.incarnation()), this::wake);
  }

  @PostConstruct
  void start() {
    ticking =
        threads
            .timers()
            .scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
  }

  /**
   * Acquires a lock, waiting in turn for it if it is to.
   *
   * @param isGone whether the one who waits has gone; asked every second
   */
  CompletionStage<LockResult> acquire(Acquire acquire, Duration patience, BooleanSupplier isGone) {
    if (waiting.size() >= mostWaiters) {
      throw new OverloadedException(
          mostWaiters + " clients of this node are waiting for locks already; try another node.");
    }
    Waiting entry =
        new Waiting(acquire, patience, isGone, new CompletableFuture<>(), new AtomicBoolean());
    waiting.put(entry.id(), entry);
    enqueue(entry, true);
    return entry.result.whenComplete((answer, error) -> waiting.remove(entry.id()));
  }

  /**
   * @param first whether his patience begins
   */
  private void enqueue(Waiting entry, boolean first) {
    entry.queued.set(false);
    CompletionStage<LockResult> unused =
        engine
            .submit(entry.acquire)
            .whenComplete(
                (result, error) -> {
                  if (error != null) {
                    fail(entry, error);
                  } else if (result instanceof LockResult.Waiting) {
                    queued(entry, first);
                  } else {
                    complete(entry, result);
                  }
                });
  }

  private void queued(Waiting entry, boolean first) {
    entry.queued.set(true);
    if (entry.result.isDone()) {
      leave(entry);
    } else if (first) {
      ScheduledFuture<?> patient =
          threads
              .timers()
              .schedule(
                  () -> leave(entry),
                  Math.max(1, entry.patience.toMillis()),
                  TimeUnit.MILLISECONDS);
      CompletionStage<LockResult> unused =
          entry.result.whenComplete((answer, error) -> patient.cancel(false));
    }
  }

  private void leave(Waiting entry) {
    entry.queued.set(false);
    CompletionStage<LockResult> unused =
        engine
            .submit(new LockCommand.Leave(entry.acquire.lock(), entry.id()))
            .whenComplete(
                (result, error) -> {
                  if (error == null) {
                    complete(entry, result);
                  } else {
                    fail(entry, error);
                  }
                });
  }

  private void fail(Waiting entry, Throwable error) {
    if (mayBeDone(error)) {
      abandon(new LockCommand.Abandon(entry.acquire.lock(), entry.id(), 1));
    }
    entry.result.completeExceptionally(error);
  }

  /** Whether a command that failed may nevertheless have been carried out. */
  private static boolean mayBeDone(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    boolean refused = cause instanceof UnavailableException && cause.getCause() == null;
    return !refused && !(cause instanceof OverloadedException);
  }

  /** A waiter of this node was granted its lock. */
  void granted(UUID waiter, LockResult.Granted granted) {
    Waiting entry = waiting.get(waiter);
    if (entry != null) {
      threads.answerers().execute(() -> complete(entry, granted));
    } else {
      giveBack(granted);
    }
  }

  private void complete(Waiting entry, LockResult result) {
    if (result instanceof LockResult.Full full) {
      entry.result.completeExceptionally(new OverloadedException(full.why()));
      return;
    }
    if (!entry.result.complete(result)
        && result instanceof LockResult.Granted granted
        && !entry.wasToldOf(granted)) {
      giveBack(granted);
    }
  }

  /**
   * Releases a grant that could not be delivered; not one that was there before: that may have been
   * delivered to the same client's former call.
   */
  void giveBack(LockResult.Granted granted) {
    if (granted.isOwn()) {
      Grant grant = granted.grant();
      abandon(new LockCommand.Abandon(granted.lock(), grant.lease(), grant.told()));
    }
  }

  /**
   * Until it is done: the database may be away, or too much may be waiting. Beyond a bound it is
   * left to the end of the lease.
   */
  private void abandon(LockCommand.Abandon command) {
    if (abandoned.size() < mostWaiters) {
      abandoned.put(command.lease(), command);
    }
    CompletionStage<LockResult> unused =
        engine
            .submit(command)
            .whenComplete(
                (result, error) -> {
                  if (error == null) {
                    abandoned.remove(command.lease(), command);
                  }
                });
  }

  /** It is the turn of somebody here. */
  private void wake() {
    if (called.compareAndSet(false, true)) {
      threads.committers().execute(this::answerCalls);
    }
  }

  private void answerCalls() {
    called.set(false);
    try {
      inTable(LockWaitTable::called).forEach(this::look);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Calls could not be read; they are read again", e);
    }
  }

  /** What is asked of the table. */
  @FunctionalInterface
  private interface Question<R> {
    R ask(LockWaitTable table) throws SQLException;
  }

  private <R> R inTable(Question<R> question) {
    return database.sqlInTransaction(
        connection -> question.ask(new LockWaitTable(connection, cluster.incarnation())));
  }

  private void look(String lock) {
    CompletionStage<LockResult> unused = engine.submit(new LockCommand.Look(lock));
  }

  private void tick() {
    List<Waiting> queued = waiting.values().stream().filter(w -> w.queued.get()).toList();
    try {
      queued.stream().filter(entry -> entry.isGone.getAsBoolean()).forEach(this::leave);
      if (database.isUp()) {
        if (!queued.isEmpty()) {
          check(queued);
          wake();
        }
        List.copyOf(abandoned.values()).forEach(this::abandon);
        abandonStrays();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The waiters could not be checked; they are checked again", e);
    }
  }

  /** Who is known before the table is asked is none, even if he has been granted it meanwhile. */
  private void abandonStrays() {
    Set<UUID> known = Set.copyOf(waiting.keySet());
    inTable(LockWaitTable::strays).stream()
        .filter(stray -> !known.contains(stray.lease()))
        .forEach(this::abandon);
  }

  /** Others may have taken this node for dead, or the answer of a commit may have been lost. */
  private void check(List<Waiting> queued) {
    List<UUID> ids = queued.stream().map(Waiting::id).toList();
    Map<UUID, String> standing = inTable(table -> table.standing(ids));
    for (Waiting entry : queued) {
      String stands = standing.getOrDefault(entry.id(), "");
      if (!entry.queued.get() || entry.result.isDone() || stands.equals("here")) {
        continue; // he stands where he should, or is about to leave
      }
      if (stands.equals("holds")) {
        tellOfGrant(entry);
      } else if (stands.isEmpty() && entry.acquire.claim().ticket() != null) {
        leave(entry); // somebody else came with the ticket, and has the place now
      } else {
        enqueue(entry, false);
      }
    }
  }

  /** He holds it, but was not told: a renewal tells, and does not shorten anything. */
  private void tellOfGrant(Waiting entry) {
    LockCommand renew =
        new LockCommand.Renew(entry.acquire.lock(), entry.id(), entry.acquire.claim().ttl());
    CompletionStage<LockResult> unused =
        engine
            .submit(renew)
            .thenApply(
                result -> {
                  if (result instanceof LockResult.Granted granted) {
                    complete(entry, granted.asOwn());
                  }
                  return result;
                });
  }
}
