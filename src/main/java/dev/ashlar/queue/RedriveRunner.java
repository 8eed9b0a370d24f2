package dev.ashlar.queue;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.queue.QueueResult.Surveyed;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Moves dead letters, some at a time. Every node does it; one at a time finds work, and has some
 * seconds for it. Messages are moved in one transaction with the row that says how far it is: so a
 * node that dies loses nothing, and two that do the same step do it once. Thread-safe.
 */
@ApplicationScoped
class RedriveRunner {
  private static final System.Logger LOG = System.getLogger(RedriveRunner.class.getName());
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final String WORK = "ashlar_queue.redrive";

  @Inject QueueEngine engine;
  @Inject Database database;
  @Inject CommitThreads threads;

  private final AtomicBoolean awaited = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> looking;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    // That it is told makes it.
  }

  @PostConstruct
  void open() {
    looking =
        threads
            .timers()
            .scheduleWithFixedDelay(
                this::run, IDLE.toMillis(), IDLE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  /** One has begun. */
  void wake() {
    runIn(Duration.ZERO);
  }

  private void runIn(Duration rest) {
    if (awaited.compareAndSet(false, true)) {
      var unused =
          threads
              .timers()
              .schedule(
                  () -> {
                    awaited.set(false);
                    run();
                  },
                  rest.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  private void run() {
    try {
      Duration rest = Duration.ZERO;
      while (rest.isZero() && database.isUp()) {
        rest = step();
      }
      if (rest.compareTo(IDLE) < 0) {
        runIn(rest);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Dead letters could not be moved; it is tried again", e);
    }
  }

  /** Does what is due; answers when to look again. */
  private Duration step() {
    Redrive redrive = database.sqlInTransaction(RedriveRunner::claim).orElse(null);
    if (redrive == null) {
      return IDLE;
    }
    if (redrive.pause().isZero()) {
      step(redrive);
    }
    return redrive.pause();
  }

  /** What is due first, unless another node is looking for that; then no other begins the same. */
  private static Optional<Redrive> claim(Connection connection) throws SQLException {
    if (!Database.isFirst(connection, WORK)) {
      return Optional.empty();
    }
    RedriveTable table = new RedriveTable(connection);
    Redrive next = table.next();
    if (next != null && next.pause().isZero()) {
      table.claim(next.id());
    }
    return Optional.ofNullable(next);
  }

  /** In several transactions: none is open while it waits for the engine. */
  private void step(Redrive redrive) {
    String target = redrive.target();
    if (target != null && !exists(target)) {
      end(redrive, Redrive.State.FAILED, "There is no queue " + target + " any more.");
    } else if (join(new QueueCommand.Survey(redrive.queue())) instanceof Surveyed survey) {
      RedriveStep step = database.sqlInTransaction(c -> RedriveStep.read(c, redrive, survey));
      if (isDone(redrive, step) && step.isLast()) {
        end(redrive, Redrive.State.DONE, null);
      }
    } // else it was dropped, and its redrives with it
  }

  private boolean exists(String queue) {
    return database.sqlInTransaction(c -> new QueueConfigTable(c).find(queue) != null);
  }

  private void end(Redrive redrive, Redrive.State state, @Nullable String reason) {
    boolean unused =
        database.sqlInTransaction(
            connection -> {
              new RedriveTable(connection).end(redrive.id(), state, reason);
              return true;
            });
  }

  /** False if it failed, which must not keep others waiting. */
  private boolean isDone(Redrive redrive, RedriveStep step) {
    try {
      if (step.moving().isEmpty()) {
        advance(redrive, step, 0);
      } else {
        QueueResult unused =
            join(
                new QueueCommand.Move(
                    redrive.queue(), step.moving(), moved -> advance(redrive, step, moved)));
      }
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Dead letters could not be moved; it is tried again", e);
      boolean unused = advance(redrive, redrive.reached(), 0, 0, IDLE);
      return false;
    }
  }

  /** In the transaction that moves: it is undone if somebody else has gone on, or ended it. */
  private void advance(Redrive redrive, RedriveStep step, long moved) {
    if (!advance(redrive, step.reached(), moved, step.looked() - moved, redrive.restAfter(moved))) {
      throw new IllegalStateException("redrive " + redrive.id() + " went on without this node");
    }
  }

  private boolean advance(Redrive redrive, long reached, long moved, long skipped, Duration rest) {
    return database.sqlInTransaction(
        c -> new RedriveTable(c).advance(redrive, reached, moved, skipped, rest));
  }

  private QueueResult join(QueueCommand command) {
    return engine.submit(command).toCompletableFuture().join();
  }
}
