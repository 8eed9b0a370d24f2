package dev.ashlar.queue;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Page;
import dev.ashlar.queue.OpenMessagesTable.Found;
import dev.ashlar.queue.QueueCommand.Moving;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Moves dead letters, some at a time. Every node does it; one at a time finds work. Each step is
 * one transaction with the row that says how far it is: so a node that dies loses nothing, and two
 * that do the same step do it once. Thread-safe.
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
        rest = database.sqlInTransaction(this::step);
      }
      if (rest.compareTo(IDLE) < 0) {
        runIn(rest);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Dead letters could not be moved; it is tried again", e);
    }
  }

  /** Does what is due, in turn with the other nodes; answers when to look again. */
  private Duration step(Connection connection) throws SQLException {
    if (!Database.isFirst(connection, WORK)) {
      return IDLE;
    }
    RedriveTable table = new RedriveTable(connection);
    Redrive redrive = table.next();
    if (redrive == null) {
      return IDLE;
    }
    if (!redrive.pause().isZero()) {
      return redrive.pause();
    }
    String target = redrive.target();
    if (target != null && new QueueConfigTable(connection).find(target) == null) {
      table.end(redrive.id(), Redrive.State.FAILED, "There is no queue " + target + " any more.");
      return Duration.ZERO;
    }
    step(connection, table, redrive);
    return Duration.ZERO;
  }

  private void step(Connection connection, RedriveTable table, Redrive redrive)
      throws SQLException {
    if (!(join(new QueueCommand.Survey(redrive.queue())) instanceof Surveyed survey)) {
      return; // it was dropped, and its redrives with it
    }
    Page<Found> page =
        new OpenMessagesTable(connection)
            .page(
                new OpenMessages(survey, Redrives.STATES),
                redrive.selection(),
                redrive.reached(),
                redrive.stepSize());
    List<Moving> moving = new ArrayList<>();
    for (Found message : page.items()) {
      if (message.head().position() <= redrive.upTo()) {
        moving.add(moving(message, redrive));
      }
    }
    boolean isLast = page.next() == null || moving.size() < page.items().size();
    long reached = isLast ? redrive.upTo() : Long.parseLong(String.valueOf(page.next()));
    if (!moving.isEmpty() && !isMoved(redrive, moving, reached)) {
      boolean unused = table.advance(redrive, redrive.reached(), 0, 0, IDLE);
      return;
    }
    if (moving.isEmpty() && !isLast) {
      boolean unused = table.advance(redrive, reached, 0, 0, Duration.ZERO);
    } else if (isLast || reached >= redrive.upTo()) {
      table.end(redrive.id(), Redrive.State.DONE, null);
    }
  }

  private static Moving moving(Found message, Redrive redrive) {
    Content content = message.content();
    DeadLetter how = content.deadLetter();
    String origin = how == null ? redrive.queue() : how.from();
    return new Moving(
        message.head().position(),
        redrive.target() == null ? origin : redrive.target(),
        content.priority(),
        redrive.edit() == null ? null : redrive.edit().apply(content));
  }

  /** False if it failed, which must not keep others waiting. */
  private boolean isMoved(Redrive redrive, List<Moving> moving, long reached) {
    try {
      QueueResult unused =
          join(
              new QueueCommand.Move(
                  redrive.queue(),
                  moving,
                  moved -> advance(redrive, reached, moved, moving.size() - moved)));
      return true;
    } catch (CompletionException e) {
      LOG.log(Level.DEBUG, "Dead letters could not be moved; it is tried again", e);
      return false;
    }
  }

  /** In the transaction that moves: it is undone if somebody else has gone on, or ended it. */
  private void advance(Redrive redrive, long reached, long moved, long skipped) {
    boolean mine =
        database.sqlInTransaction(
            connection ->
                new RedriveTable(connection)
                    .advance(redrive, reached, moved, skipped, redrive.restAfter(moved)));
    if (!mine) {
      throw new IllegalStateException("redrive " + redrive.id() + " went on without this node");
    }
  }

  private QueueResult join(QueueCommand command) {
    return engine.submit(command).toCompletableFuture().join();
  }
}
