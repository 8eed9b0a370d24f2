package dev.ashlar.platform.database;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends hints on a connection of its own: the first at once, then many as one, at most a NOTIFY per
 * channel and 10 ms.
 */
@ApplicationScoped
class HintSender {
  private static final Logger LOG = System.getLogger(HintSender.class.getName());
  private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  @Inject Database database;
  @Inject DatabaseAddress address;
  @Resource ManagedThreadFactory threads;

  private final Set<String> pending = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile long sentAt = System.nanoTime() - GAP_NANOS;
  private @Nullable ScheduledExecutorService timer;
  private @Nullable Connection connection;

  /**
   * A thread of its own: on the server's executor a hint would wait behind longer work, and cost
   * more than the rest of a small batch.
   */
  @PostConstruct
  void open() {
    timer = Executors.newSingleThreadScheduledExecutor(threads);
  }

  /** Never fails: what the hint is about is committed, and must not be taken for undone. */
  void send(String channel) {
    pending.add(channel);
    if (scheduled.compareAndSet(false, true)) {
      try {
        long pause = Math.max(0, sentAt + GAP_NANOS - System.nanoTime());
        var unused =
            Objects.requireNonNull(timer).schedule(this::flush, pause, TimeUnit.NANOSECONDS);
      } catch (RuntimeException e) {
        scheduled.set(false);
        LOG.log(Level.DEBUG, "Hints were lost", e);
      }
    }
  }

  private void flush() {
    sentAt = System.nanoTime();
    scheduled.set(false);
    List<String> channels = new ArrayList<>(pending);
    channels.forEach(pending::remove);
    if (database.isUp() && !channels.isEmpty()) {
      notifyAll(channels);
    }
  }

  private synchronized void notifyAll(List<String> channels) {
    try {
      if (connection == null) {
        connection = address.connect("hints");
      }
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT pg_notify(c, '') FROM unnest(?) AS c")) {
        statement.setArray(1, connection.createArrayOf("text", channels.toArray()));
        statement.execute();
      }
    } catch (SQLException e) {
      // A lost hint costs a little time, nothing else: the listeners poll too.
      LOG.log(Level.DEBUG, "Hints were lost", e);
      close();
    }
  }

  @PreDestroy
  void stop() {
    Objects.requireNonNull(timer).shutdownNow();
    close();
  }

  private synchronized void close() {
    try (Connection closing = connection) {
      connection = null;
      LOG.log(Level.TRACE, "Closing {0}", closing);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "Closing failed", e);
    }
  }
}
