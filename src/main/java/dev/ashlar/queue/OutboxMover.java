package dev.ashlar.queue;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Looks into the outbox, often while there is something in it. Every node does it; one at a time
 * moves. Thread-safe.
 */
@ApplicationScoped
class OutboxMover {
  private static final System.Logger LOG = System.getLogger(OutboxMover.class.getName());
  private static final int BUSY_MILLIS = 20;
  private static final int IDLE_MILLIS = 100;
  private static final int BUSY_LOOKS = 500;
  private static final String WORK = "ashlar_queue.outbox";

  @Inject Database database;
  @Inject Hints hints;
  @Inject QueueWaits waits;
  @Inject CommitThreads threads;

  private final OutboxStart start = new OutboxStart();
  private int looksToBeIdle;
  private volatile boolean closed;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    // That it is told makes it.
  }

  @PostConstruct
  void open() {
    lookIn(IDLE_MILLIS);
  }

  @PreDestroy
  void close() {
    closed = true;
  }

  private void lookIn(int millis) {
    if (!closed) {
      var unused = threads.timers().schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    Set<String> queues = Set.of();
    try {
      if (database.isUp()) {
        queues = database.sqlInTransaction(this::move);
        if (!queues.isEmpty()) {
          queues.forEach(waits::wake);
          hints.send(QueueEngine.CHANNEL);
        }
      }
    } catch (RuntimeException e) {
      start.reset();
      LOG.log(Level.DEBUG, "The outbox could not be moved; it is tried again", e);
    }
    looksToBeIdle = queues.isEmpty() ? Math.max(0, looksToBeIdle - 1) : BUSY_LOOKS;
    lookIn(looksToBeIdle > 0 ? BUSY_MILLIS : IDLE_MILLIS);
  }

  private Set<String> move(Connection connection) throws SQLException {
    return Database.isFirst(connection, WORK) ? new OutboxTable(connection).move(start) : Set.of();
  }
}
