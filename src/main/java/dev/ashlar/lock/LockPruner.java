package dev.ashlar.lock;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Forgets old history and unused locks, a little every minute, and every second while there is
 * more. One node at a time does it.
 */
@ApplicationScoped
class LockPruner {
  private static final System.Logger LOG = System.getLogger(LockPruner.class.getName());
  private static final int SOON_SECONDS = 1;
  private static final int LATER_SECONDS = 60;
  private static final int PART_OF_HISTORY = 10_000;
  private static final int PART_OF_LOCKS = 1_000;
  private static final String WORK = "ashlar_lock.prune";
  private static final String EMPTY_SLOT = "SELECT ashlar_lock.empty_next_slot()";

  @Inject Database database;
  @Inject CommitThreads threads;

  private int lastLock;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    // That it is told makes it.
  }

  @PostConstruct
  void start() {
    pruneIn(SOON_SECONDS);
  }

  private void pruneIn(int seconds) {
    var unused = threads.timers().schedule(this::prune, seconds, TimeUnit.SECONDS);
  }

  private void prune() {
    boolean more = false;
    try {
      if (database.isUp()) {
        more = database.sqlInTransaction(this::pruneHistory);
        lastLock = database.sqlInTransaction(this::pruneLocks);
        boolean unused = database.sqlInTransaction(LockPruner::emptySlot);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Pruning failed; it is tried again", e);
    }
    pruneIn(more ? SOON_SECONDS : LATER_SECONDS);
  }

  /** Whether there is more. */
  private boolean pruneHistory(Connection connection) throws SQLException {
    return Database.isFirst(connection, WORK)
        && new LockPruning(connection).history(PART_OF_HISTORY) >= PART_OF_HISTORY;
  }

  private int pruneLocks(Connection connection) throws SQLException {
    return Database.isFirst(connection, WORK)
        ? new LockPruning(connection).locks(lastLock, PART_OF_LOCKS)
        : lastLock;
  }

  private static boolean emptySlot(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EMPTY_SLOT)) {
      return statement.execute();
    }
  }
}
