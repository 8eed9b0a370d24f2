package dev.ashlar.lock;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.platform.cluster.Cluster;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.database.OverloadedException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
  private static final String CALLED =
      """
      SELECT DISTINCT l.name FROM ashlar_lock.waiter w JOIN ashlar_lock.lock l ON l.id = w.lock_id
      WHERE w.node = ? AND w.called_at IS NOT NULL
      """;

  /** What stands of waiters: they still wait, or hold it already. */
  private static final String STANDING =
      """
      SELECT id, false AS held FROM ashlar_lock.waiter WHERE id = ANY(?)
      UNION ALL SELECT lease, true FROM ashlar_lock.holder WHERE lease = ANY(?)
      """;

  @Inject LockEngine engine;
  @Inject Database database;
  @Inject Cluster cluster;
  @Inject Hints hints;
  @Inject CommitThreads threads;
  @Resource ManagedScheduledExecutorService scheduler;

  @Inject
  @ConfigProperty(name = "ashlar.lock.waiters")
  int mostWaiters;

  private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> ticking;

  /** Somebody who waits. */
  private record Waiting(
      Acquire acquire,
      CompletableFuture<LockResult> result,
      BooleanSupplier isGone,
      AtomicBoolean queued) {}

  /** Before the database is up, as {@link Hints#listen} asks. */
  void listen(@Observes @Initialized(ApplicationScoped.class) Object event) {
    hints.listen(LockEngine.calls(cluster.incarnation()), this::wake);
  }

  @PostConstruct
  void start() {
    ticking =
        scheduler.scheduleWithFixedDelay(
            this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
  }

  /**
   * Acquires a lock, waiting in turn for it.
   *
   * @param isGone whether the one who waits has gone; asked every second
   */
  CompletionStage<LockResult> acquire(Acquire acquire, Duration patience, BooleanSupplier isGone) {
    if (waiting.size() >= mostWaiters) {
      throw new OverloadedException(
          mostWaiters + " clients of this node are waiting for locks already; try another node.");
    }
    UUID id = acquire.claim().lease();
    CompletableFuture<LockResult> result = new CompletableFuture<>();
    Waiting entry = new Waiting(acquire, result, isGone, new AtomicBoolean());
    waiting.put(id, entry);
    ScheduledFuture<?> patient =
        scheduler.schedule(() -> leave(entry), patience.toMillis(), TimeUnit.MILLISECONDS);
    enqueue(entry);
    return result.whenComplete(
        (answer, error) -> {
          patient.cancel(false);
          waiting.remove(id);
        });
  }

  private void enqueue(Waiting entry) {
    CompletionStage<LockResult> unused =
        engine
            .submit(entry.acquire)
            .whenComplete(
                (result, error) -> {
                  if (error != null) {
                    entry.result.completeExceptionally(error);
                  } else if (result instanceof LockResult.Waiting) {
                    entry.queued.set(true);
                  } else {
                    entry.result.complete(result);
                  }
                });
  }

  private void leave(Waiting entry) {
    Acquire acquire = entry.acquire;
    CompletionStage<LockResult> unused =
        engine
            .submit(new LockCommand.Leave(acquire.lock(), acquire.claim().lease()))
            .whenComplete(
                (result, error) -> {
                  boolean done =
                      error != null
                          ? entry.result.completeExceptionally(error)
                          : entry.result.complete(result);
                  LOG.log(Level.TRACE, "Left {0}: {1}", acquire.lock(), done);
                });
  }

  /** A waiter of this node was granted its lock; nobody is there any more: it is given back. */
  void granted(UUID waiter, LockResult.Granted granted) {
    Waiting entry = waiting.get(waiter);
    if (entry != null) {
      threads.answerers().execute(() -> complete(entry, granted));
    } else {
      giveBack(granted);
    }
  }

  private void complete(Waiting entry, LockResult.Granted granted) {
    if (!entry.result.complete(granted)) {
      giveBack(granted);
    }
  }

  /**
   * Releases a grant that could not be delivered; not one that was there before: that may have been
   * delivered to the same client's former call.
   */
  void giveBack(LockResult.Granted granted) {
    if (granted.isOwn()) {
      CompletionStage<LockResult> unused =
          engine.submit(new LockCommand.Release(granted.lock(), granted.grant().lease()));
    }
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
      database.sqlInTransaction(this::calledLocks).forEach(this::look);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Calls could not be read; they are read again", e);
    }
  }

  private Set<String> calledLocks(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CALLED)) {
      statement.setObject(1, cluster.incarnation());
      try (ResultSet row = statement.executeQuery()) {
        Set<String> locks = new HashSet<>();
        while (row.next()) {
          locks.add(row.getString(1));
        }
        return locks;
      }
    }
  }

  private void look(String lock) {
    CompletionStage<LockResult> unused = engine.submit(new LockCommand.Look(lock));
  }

  private void tick() {
    if (waiting.isEmpty()) {
      return;
    }
    List<Waiting> queued = waiting.values().stream().filter(w -> w.queued.get()).toList();
    queued.stream().filter(entry -> entry.isGone.getAsBoolean()).forEach(this::leave);
    if (database.isUp() && !queued.isEmpty()) {
      try {
        check(queued);
        wake();
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "The waiters could not be checked; they are checked again", e);
      }
    }
  }

  /** Others may have taken this node for dead, or the answer of a commit may have been lost. */
  private void check(List<Waiting> queued) {
    Map<UUID, Boolean> standing = database.sqlInTransaction(c -> standing(c, queued));
    for (Waiting entry : queued) {
      Boolean held = standing.get(entry.acquire.claim().lease());
      if (entry.result.isDone() || (held != null && !held)) {
        continue;
      }
      if (held != null) {
        // It holds it, but was not told: the renewal tells, and does not shorten anything.
        CompletionStage<LockResult> unused =
            engine
                .submit(
                    new LockCommand.Renew(
                        entry.acquire.lock(),
                        entry.acquire.claim().lease(),
                        entry.acquire.claim().ttl()))
                .thenApply(
                    result -> {
                      if (result instanceof LockResult.Granted granted) {
                        complete(entry, granted.asOwn());
                      }
                      return result;
                    });
      } else if (entry.acquire.claim().ticket() != null) {
        leave(entry); // somebody else came with the ticket, and has the place now
      } else {
        enqueue(entry);
      }
    }
  }

  private static Map<UUID, Boolean> standing(Connection connection, List<Waiting> queued)
      throws SQLException {
    Object[] ids = queued.stream().map(w -> w.acquire.claim().lease()).toArray();
    try (PreparedStatement statement = connection.prepareStatement(STANDING)) {
      statement.setArray(1, connection.createArrayOf("uuid", ids));
      statement.setArray(2, connection.createArrayOf("uuid", ids));
      try (ResultSet row = statement.executeQuery()) {
        Map<UUID, Boolean> standing = new HashMap<>();
        while (row.next()) {
          standing.put(row.getObject(1, UUID.class), row.getBoolean(2));
        }
        return standing;
      }
    }
  }
}
