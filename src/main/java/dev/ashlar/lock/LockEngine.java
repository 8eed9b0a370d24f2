package dev.ashlar.lock;

import dev.ashlar.platform.cluster.Cluster;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.DatabaseException;
import dev.ashlar.platform.database.GroupCommit;
import dev.ashlar.platform.database.Hints;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Carries out commands in batches, and tells who is concerned by what came of them. Thread-safe.
 */
@ApplicationScoped
class LockEngine {
  private static final System.Logger LOG = System.getLogger(LockEngine.class.getName());

  /** A hint on it says that some election or session has changed what it holds. */
  static final String CHANGED = "locks";

  private static final String CALLS = "lock_";

  /** Two, so that callers of one lock do not wait for those of another. */
  private static final int LANES = 2;

  private static final int BATCH = 500;

  /** Longer than any batch takes, unless its node is stopped or cut off. */
  private static final Duration SOON = Duration.ofMillis(500);

  @Inject Database database;
  @Inject CommitThreads threads;
  @Inject Cluster cluster;
  @Inject Hints hints;
  @Inject LockWaits waits;

  @Inject
  @ConfigProperty(name = "ashlar.lock.queue-capacity")
  int queueCapacity;

  private final List<GroupCommit<LockCommand, LockResult>> lanes = new ArrayList<>();
  private @Nullable BusyLane busy;

  @PostConstruct
  void open() {
    for (int lane = 0; lane < LANES; lane++) {
      lanes.add(lane());
    }
    busy = new BusyLane(lane());
  }

  private GroupCommit<LockCommand, LockResult> lane() {
    return new GroupCommit<>(
        new GroupCommit.Limits(BATCH, BATCH, queueCapacity, Long.MAX_VALUE),
        command -> 1,
        this::write,
        threads.committers(),
        threads.answerers());
  }

  /** Before anything is destroyed: at PreDestroy what waits could be committed no more. */
  void close(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    lanes.forEach(GroupCommit::close);
    Objects.requireNonNull(busy).close();
  }

  /** The channel of hints that the waiters of a node are called on. */
  static String calls(UUID node) {
    return CALLS + node.toString().replace("-", "");
  }

  /** Submits a command; the stage completes when it is on disk. */
  CompletionStage<LockResult> submit(LockCommand command) {
    BusyLane others = Objects.requireNonNull(busy);
    if (others.isFor(command)) {
      return others.submit(command);
    }
    return lanes
        .get(Math.floorMod(command.lock().hashCode(), LANES))
        .submit(command)
        .thenCompose(
            result ->
                result instanceof LockResult.Busy
                    ? others.submit(command)
                    : CompletableFuture.completedFuture(result));
  }

  private List<LockResult> write(List<LockCommand> commands) {
    LockWriter.Written written = decideSoon(commands);
    try {
      tell(written);
    } catch (RuntimeException e) {
      // It is committed, and must not be taken for failed.
      LOG.log(Level.WARNING, "Some were not told of what was committed", e);
    }
    return written.results();
  }

  /**
   * Waits only a moment for locks whose rows somebody else has locked, and leaves them for later.
   */
  private LockWriter.Written decideSoon(List<LockCommand> commands) {
    try {
      return database.sqlInTransaction(connection -> writer(connection, SOON).write(commands));
    } catch (DatabaseException e) {
      if (!e.isLockTimeout()) {
        throw e;
      }
      return decideFree(commands);
    }
  }

  private LockWriter.Written decideFree(List<LockCommand> commands) {
    try {
      return database.sqlInTransaction(connection -> writer(connection, SOON).writeFree(commands));
    } catch (DatabaseException e) {
      if (!e.isLockTimeout() || commands.size() > 1) {
        throw e; // of several, each is tried for itself
      }
      return LockWriter.Written.ofNothing(new LockResult.Busy()); // somebody is creating it
    }
  }

  private LockWriter writer(Connection connection, Duration patience) {
    return new LockWriter(connection, cluster.incarnation(), patience);
  }

  /**
   * Carries out commands in the transaction of the calling thread, or in one of its own; {@link
   * #tell} is to be called when it is committed.
   */
  LockWriter.Written decide(List<LockCommand> commands) {
    return database.sqlInTransaction(
        connection -> writer(connection, Duration.ZERO).write(commands));
  }

  /** Tells who is concerned by what was committed. */
  void tell(LockWriter.Written written) {
    written.delivered().forEach(waits::granted);
    written.called().forEach(node -> hints.send(calls(node)));
    if (written.watched()) {
      hints.send(CHANGED);
    }
    for (String lock : written.unfinished()) {
      CompletionStage<LockResult> unused = submit(new LockCommand.Look(lock));
    }
  }
}
