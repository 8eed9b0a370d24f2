package dev.ashlar.queue;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.DatabaseException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Begins new segments of the log, empties those in which little or nothing is open, and drops
 * messages whose time is over. Every node does it; one at a time finds work. Thread-safe.
 */
@ApplicationScoped
class QueueSweeper {
  private static final System.Logger LOG = System.getLogger(QueueSweeper.class.getName());
  private static final int PERIOD_SECONDS = 10;
  private static final int MINUTE = 60;
  private static final String WORK = "ashlar_queue.sweep";

  @Inject QueueEngine engine;
  @Inject Database database;
  @Inject CommitThreads threads;

  @Inject
  @ConfigProperty(name = "ashlar.queue.segment-bytes")
  long segmentBytes;

  private final Map<String, Long> lookedAt = new HashMap<>();
  private @Nullable ScheduledFuture<?> sweeping;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    // That it is told makes it.
  }

  @PostConstruct
  void start() {
    sweeping =
        threads
            .timers()
            .scheduleWithFixedDelay(this::sweep, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  void close() {
    if (sweeping != null) {
      sweeping.cancel(false);
    }
  }

  private void sweep() {
    if (!database.isUp()) {
      return;
    }
    try {
      boolean unused = database.sqlInTransaction(this::isTurned);
      for (Optional<Integer> slot = claim(); slot.isPresent(); slot = claim()) {
        empty(slot.get());
      }
      if (database.sqlInTransaction(c -> new SweepTable(c).claim(MINUTE))) {
        retire();
        lookAtQuiet();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Sweeping failed; it is tried again", e);
    }
  }

  private boolean isTurned(Connection connection) throws SQLException {
    return Database.isFirst(connection, WORK)
        && new SegmentTable(connection).turn(segmentBytes, MINUTE);
  }

  private Optional<Integer> claim() {
    return database.sqlInTransaction(
        connection ->
            Database.isFirst(connection, WORK)
                ? new SegmentTable(connection).claim(MINUTE)
                : Optional.empty());
  }

  /** Each queue that has something in it says first where it stands. */
  private void empty(int slot) {
    List<CompletionStage<QueueResult>> marks = new ArrayList<>();
    database
        .sqlInTransaction(connection -> new SegmentTable(connection).queuesIn(slot))
        .forEach(queue -> marks.add(engine.submit(new QueueCommand.Mark(queue.name()))));
    marks.forEach(mark -> mark.toCompletableFuture().join());
    try {
      boolean empty =
          database.sqlInTransaction(connection -> new SegmentTable(connection).empty(slot));
      LOG.log(Level.DEBUG, "Segment {0} of the queues is emptied: {1}", slot, empty);
    } catch (DatabaseException e) {
      if (!e.isLockTimeout()) {
        throw e;
      }
      LOG.log(Level.DEBUG, "A segment of the queues is in use; it is emptied later", e);
    }
  }

  private void retire() {
    int forgotten = database.sqlInTransaction(c -> new RedriveTable(c).forget());
    LOG.log(Level.TRACE, "Forgot {0} redrives", forgotten);
    database.sqlInTransaction(c -> new SweepTable(c).due()).forEach(this::retire);
  }

  /**
   * Who uses a queue knows when something in it is due. Perhaps that node is dead, and nobody else
   * uses it: so this one gets to know it, if it has not since.
   */
  private void lookAtQuiet() {
    Map<String, Long> quiet = database.sqlInTransaction(c -> new SweepTable(c).quiet(MINUTE / 2));
    lookedAt.keySet().retainAll(quiet.keySet());
    quiet.forEach(
        (queue, last) -> {
          Long before = lookedAt.put(queue, last);
          if (before == null || before < last) {
            QueueResult unused =
                engine.submit(new QueueCommand.Look(queue)).toCompletableFuture().join();
          }
        });
  }

  private void retire(String queue) {
    QueueResult result;
    do {
      result = engine.submit(new QueueCommand.Retire(queue)).toCompletableFuture().join();
    } while (result instanceof QueueResult.Done done
        && done.messages() >= QueueRetention.MOST_AT_ONCE);
  }
}
