package dev.ashlar.kv;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is over into changes and free space: keys that have expired, history that is too old,
 * what stood in dropped buckets. Every node does it; one at a time finds work. Thread-safe.
 */
@ApplicationScoped
class KvSweeper {
  private static final System.Logger LOG = System.getLogger(KvSweeper.class.getName());
  private static final int PERIOD_MILLIS = 250;
  private static final int HISTORY_PERIODS = 120;
  private static final int MOST_EXPIRED = 500;
  private static final int MOST_PURGED = 10_000;
  private static final String WORK = "ashlar_kv.sweep";
  private static final String EXPIRED =
      """
      SELECT b.name, e.key
      FROM (SELECT bucket_id, key FROM ashlar_kv.entry
            WHERE expires_at <= clock_timestamp() ORDER BY expires_at LIMIT ?) AS e
      JOIN ashlar_kv.bucket b ON b.id = e.bucket_id
      """;
  private static final String PURGE_ENTRIES =
      """
      DELETE FROM ashlar_kv.entry WHERE ctid = ANY(ARRAY(
          SELECT e.ctid FROM ashlar_kv.entry e JOIN ashlar_kv.dropped d USING (bucket_id) LIMIT ?))
      """;
  private static final String PURGE_DROPPED =
      """
      DELETE FROM ashlar_kv.dropped d
      WHERE NOT EXISTS (SELECT FROM ashlar_kv.entry e WHERE e.bucket_id = d.bucket_id)
      """;

  @Inject Kv kv;
  @Inject KvHistorySlots slots;
  @Inject Database database;
  @Inject CommitThreads threads;

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
      if (period++ % HISTORY_PERIODS == 0) {
        slots.maintain();
      }
      boolean more = true;
      while (more) {
        more = database.inTransaction(entities -> sweepSome());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Sweeping failed; it is tried again", e);
    }
  }

  /** One step; true when there is more to do. */
  private boolean sweepSome() {
    if (!database.sqlInTransaction(c -> Database.isFirst(c, WORK))) {
      return false;
    }
    List<KvWrite> expired = database.sqlInTransaction(KvSweeper::expired);
    if (!expired.isEmpty()) {
      kv.write(expired);
    }
    return database.sqlInTransaction(KvSweeper::purge) || expired.size() == MOST_EXPIRED;
  }

  /** Removes some of what stood in dropped buckets; true when there may be more. */
  private static boolean purge(Connection connection) throws SQLException {
    try (PreparedStatement entries = connection.prepareStatement(PURGE_ENTRIES);
        PreparedStatement buckets = connection.prepareStatement(PURGE_DROPPED)) {
      entries.setInt(1, MOST_PURGED);
      boolean more = entries.executeUpdate() == MOST_PURGED;
      return buckets.executeUpdate() > 0 || more;
    }
  }

  private static List<KvWrite> expired(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EXPIRED)) {
      statement.setInt(1, MOST_EXPIRED);
      try (ResultSet row = statement.executeQuery()) {
        List<KvWrite> expired = new ArrayList<>();
        while (row.next()) {
          expired.add(KvWrite.expire(row.getString(1), row.getString(2)));
        }
        return expired;
      }
    }
  }
}
