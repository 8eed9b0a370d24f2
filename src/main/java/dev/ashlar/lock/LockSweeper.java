package dev.ashlar.lock;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the locks that time has changed, so that those who wait for them get them: whose holders or
 * sessions are over, whose rest is over, whose next waiter does not answer. Every node does it; one
 * at a time finds work. Thread-safe.
 */
@ApplicationScoped
class LockSweeper {
  private static final System.Logger LOG = System.getLogger(LockSweeper.class.getName());
  private static final int PERIOD_MILLIS = 100;
  private static final int WAITERS_PERIODS = 10;
  private static final int MOST_LOCKS = 1_000;
  private static final String WORK = "ashlar_lock.sweep";

  /** Who keeps a session alive at this moment has its row: it is looked at again after him. */
  private static final String END_SESSIONS =
      """
      DELETE FROM ashlar_lock.session WHERE id IN (SELECT id FROM ashlar_lock.session
          WHERE expires_at <= clock_timestamp() ORDER BY id FOR UPDATE SKIP LOCKED)
      """;

  private static final String EXPIRED =
      """
      SELECT l.name FROM (
          (SELECT lock_id FROM ashlar_lock.holder WHERE expires_at <= clock_timestamp() LIMIT ?)
          UNION
          (SELECT lock_id FROM ashlar_lock.holder h
              WHERE session IS NOT NULL
                  AND NOT EXISTS (SELECT FROM ashlar_lock.session s WHERE s.id = h.session)
              LIMIT ?)) AS over
      JOIN ashlar_lock.lock l ON l.id = over.lock_id
      """;
  private static final String WAITERS =
      """
      SELECT DISTINCT l.name FROM ashlar_lock.waiter w JOIN ashlar_lock.lock l ON l.id = w.lock_id
      LEFT JOIN ashlar_platform.node n ON n.incarnation = w.node AND n.left_at IS NULL
          AND n.last_seen_at > clock_timestamp() - n.lease_millis * interval '1 millisecond'
      WHERE (w.node IS NOT NULL AND n.incarnation IS NULL)
          OR w.called_at < clock_timestamp() - ? * interval '1 millisecond'
          OR l.blocked_until <= clock_timestamp()
          OR (w.session IS NOT NULL
              AND NOT EXISTS (SELECT FROM ashlar_lock.session s WHERE s.id = w.session))
      LIMIT ?
      """;
  private static final String FORGET_AWAY =
      """
      DELETE FROM ashlar_lock.waiter WHERE id IN (SELECT id FROM ashlar_lock.waiter
          WHERE kept_until <= clock_timestamp() FOR UPDATE SKIP LOCKED)
      """;

  @Inject LockEngine engine;
  @Inject Database database;
  @Inject CommitThreads threads;

  private final Set<String> looking = ConcurrentHashMap.newKeySet();
  private int period;
  private @Nullable ScheduledFuture<?> sweeping;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    // That it is told makes it.
  }

  @PostConstruct
  void start() {
    sweeping =
        threads
            .timers()
            .scheduleWithFixedDelay(
                this::sweep, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
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
      database.sqlInTransaction(this::changedByTime).forEach(this::look);
      period++;
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Sweeping failed; it is tried again", e);
    }
  }

  /** Once at a time for each lock: a stalled database must not pile them up. */
  private void look(String lock) {
    if (looking.add(lock)) {
      CompletionStage<LockResult> unused =
          engine
              .submit(new LockCommand.Look(lock))
              .whenComplete((result, error) -> looking.remove(lock));
    }
  }

  private Set<String> changedByTime(Connection connection) throws SQLException {
    Set<String> locks = new HashSet<>();
    if (!Database.isFirst(connection, WORK)) {
      return locks;
    }
    Database.useIndexes(connection);
    int sessions = execute(connection, END_SESSIONS);
    LOG.log(Level.TRACE, "Ended {0} sessions", sessions);
    try (PreparedStatement statement = connection.prepareStatement(EXPIRED)) {
      statement.setInt(1, MOST_LOCKS);
      statement.setInt(2, MOST_LOCKS);
      addNames(statement, locks);
    }
    if (period % WAITERS_PERIODS == 1) {
      int places = execute(connection, FORGET_AWAY);
      LOG.log(Level.TRACE, "Forgot {0} places", places);
      try (PreparedStatement statement = connection.prepareStatement(WAITERS)) {
        statement.setLong(1, LockEnds.CALL_ANSWERED.toMillis());
        statement.setInt(2, MOST_LOCKS);
        addNames(statement, locks);
      }
    }
    return locks;
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
      return statement.getUpdateCount();
    }
  }

  private static void addNames(PreparedStatement statement, Set<String> names) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
  }
}
