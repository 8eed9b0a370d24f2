package dev.ashlar.platform.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a database that does not answer from a statement that it refuses. */
final class SqlErrors {
  private SqlErrors() {}

  static RuntimeException translate(RuntimeException error) {
    if (isConnectionLost(error)) {
      return unavailable(error);
    }
    return findSqlException(error) == null ? error : new DatabaseException(error);
  }

  /** A commit that failed: rolled back where the database said so, otherwise unknown. */
  static RuntimeException outcomeUnknown(Exception error) {
    SQLException sql = findSqlException(error);
    if (sql != null && !isConnectionLost(error)) {
      return new DatabaseException(error);
    }
    return unavailable(error);
  }

  private static UnavailableException unavailable(Exception error) {
    return new UnavailableException(
        "The database does not answer; the outcome of a write that was under way is unknown.",
        error);
  }

  /** Class 08 is a broken connection, 57P0x a server going down or coming up, 53 exhaustion. */
  static boolean isConnectionLost(Throwable error) {
    SQLException sql = findSqlException(error);
    if (sql == null) {
      return false;
    }
    String state = sql.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("57P0")
        || state.startsWith("53");
  }

  static boolean isLockTimeout(Throwable error) {
    SQLException sql = findSqlException(error);
    return sql != null && "55P03".equals(sql.getSQLState());
  }

  /** The innermost SQLException of a chain: the driver's own, beneath those of the pool. */
  private static @Nullable SQLException findSqlException(Throwable error) {
    SQLException found = null;
    int depth = 0;
    for (Throwable t = error; t != null && depth < 20; t = t.getCause(), depth++) {
      if (t instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }
}
