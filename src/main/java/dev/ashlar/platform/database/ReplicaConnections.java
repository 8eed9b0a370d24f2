package dev.ashlar.platform.database;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * A few connections to the replica, kept for the next read. Nobody waits for one, which the
 * server's own pools would have them do: the primary answers as well. Thread-safe.
 */
final class ReplicaConnections {
  private static final System.Logger LOG = System.getLogger(ReplicaConnections.class.getName());
  private static final int MOST = 4;

  private final Semaphore free = new Semaphore(MOST);
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final Opening opening;

  ReplicaConnections(Opening opening) {
    this.opening = opening;
  }

  /** How to connect. */
  @FunctionalInterface
  interface Opening {
    Connection connect() throws SQLException;
  }

  /** Work with a connection. */
  @FunctionalInterface
  interface Use<R> {
    Optional<R> apply(Connection connection) throws SQLException;
  }

  /** Does work with one of them; empty when all are in use. */
  <R> Optional<R> use(Use<R> work) throws SQLException {
    if (!free.tryAcquire()) {
      return Optional.empty();
    }
    try {
      Connection kept = idle.pollFirst();
      return use(kept == null ? opening.connect() : kept, work);
    } finally {
      free.release();
    }
  }

  /** One that did its work is kept; of any other it is not known what state it is in. */
  private <R> Optional<R> use(Connection connection, Use<R> work) throws SQLException {
    boolean done = false;
    try {
      Optional<R> result = work.apply(connection);
      done = true;
      return result;
    } finally {
      if (done) {
        idle.addFirst(connection);
      } else {
        close(connection);
      }
    }
  }

  /** Closes those that are not in use. */
  void closeIdle() {
    for (Connection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      close(next);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "Closing failed", e);
    }
  }
}
