package dev.ashlar.platform.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.hibernate.Session;

/** The database: whether it answers, and transactions on it. Thread-safe. */
@ApplicationScoped
public class Database {
  private static final String TAKE_TURN = "SELECT pg_try_advisory_xact_lock(hashtext(?))";
  private static final String WAIT_FOR_CLIENT =
      "SELECT set_config('idle_in_transaction_session_timeout', '5min', true)";

  @PersistenceContext EntityManager entityManager;
  @Inject OpenTransaction transaction;

  private volatile DatabaseState state = DatabaseState.STARTING;

  /** Work on entities inside a transaction. */
  @FunctionalInterface
  public interface EntityWork<R> {
    R apply(EntityManager entityManager);
  }

  /**
   * Set-based work inside a transaction; the connection must not be kept or closed, and is lost
   * when the work calls the database by another way.
   */
  @FunctionalInterface
  public interface SqlWork<R> {
    R apply(Connection connection) throws SQLException;
  }

  /** Whether the calling thread is in a transaction, which what it does is part of. */
  public boolean isInTransaction() {
    return transaction.isOpen();
  }

  /** Whether the database answered when it was last heard of, at most a second ago. */
  public boolean isUp() {
    return state.isUp();
  }

  /**
   * Runs work in the transaction of the calling thread, or in one of its own that is on disk when
   * this returns.
   *
   * @throws UnavailableException when the database does not answer
   * @throws DatabaseException when it refuses a statement
   */
  public <R> R inTransaction(EntityWork<R> work) {
    requireUp();
    if (transaction.isOpen()) {
      return translated(work);
    }
    transaction.begin();
    try {
      R result = translated(work);
      transaction.commit();
      return result;
    } finally {
      transaction.rollBack();
    }
  }

  /** The same as {@link #inTransaction} for statements that are better written in SQL. */
  public <R> R sqlInTransaction(SqlWork<R> work) {
    return inTransaction(entities -> entities.unwrap(Session.class).doReturningWork(work::apply));
  }

  /**
   * Lets what follows in a transaction wait for a client for five minutes at a time. Else the
   * database ends a transaction that is idle for five seconds: its node is stopped or cut off, and
   * others wait for what it has locked.
   */
  public static void waitForClient(EntityManager entities) {
    Object unused = entities.createNativeQuery(WAIT_FOR_CLIENT).getSingleResult();
  }

  /**
   * Whether nobody else, at any node, does this work now; until the end of the transaction nobody
   * else will.
   */
  public static boolean isFirst(Connection connection, String work) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE_TURN)) {
      statement.setString(1, work);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /**
   * Until the end of the transaction no table is read as a whole where an index will do: what was
   * planned while a table was almost empty is else kept when it has grown.
   */
  public static void useIndexes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL enable_seqscan = off");
    }
  }

  /** The database's clock, which all leases and deadlines run on; read anew at each call. */
  public static Instant now(EntityManager entities) {
    return (Instant)
        entities.createNativeQuery("SELECT clock_timestamp()", Instant.class).getSingleResult();
  }

  DatabaseState state() {
    return state;
  }

  void becomes(DatabaseState newState) {
    state = newState;
  }

  private void requireUp() {
    if (!state.isUp()) {
      // The reason names hosts and users; it is for whoever looks at the health of the node.
      throw new UnavailableException(
          "The database cannot be used right now; /health/ready says why.", null);
    }
  }

  private <R> R translated(EntityWork<R> work) {
    try {
      return work.apply(entityManager);
    } catch (RuntimeException e) {
      throw SqlErrors.translate(e);
    }
  }
}
