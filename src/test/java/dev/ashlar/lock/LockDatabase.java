package dev.ashlar.lock;

import dev.ashlar.lock.LockCommand.Acquire;
import dev.ashlar.lock.LockCommand.Again;
import dev.ashlar.platform.database.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The statements of locks on a real database, each call one transaction. Thread-safe. */
final class LockDatabase {
  static final UUID NODE = new UUID(0, 1);
  static final Duration PATIENCE = Duration.ofMillis(100);

  private final TestPostgres postgres = TestPostgres.migrated();

  static Acquire acquire(String lock, Claim claim) {
    return new Acquire(lock, claim, false, Again.NO);
  }

  LockResult write(LockCommand command) {
    return write(List.of(command)).get(0);
  }

  List<LockResult> write(List<? extends LockCommand> commands) {
    try (Connection connection = connect()) {
      List<LockResult> results = write(connection, commands);
      connection.commit();
      return results;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A batch that is not committed yet. */
  static List<LockResult> write(Connection connection, List<? extends LockCommand> commands)
      throws SQLException {
    return writer(connection).write(List.copyOf(commands)).results();
  }

  static LockWriter writer(Connection connection) {
    return new LockWriter(connection, NODE, PATIENCE);
  }

  /** A connection with an open transaction; the caller closes it. */
  Connection connect() throws SQLException {
    Connection connection = postgres.connect();
    connection.setAutoCommit(false);
    return connection;
  }

  void execute(String sql) {
    postgres.execute(sql);
  }

  long number(String sql) {
    return postgres.number(sql);
  }
}
