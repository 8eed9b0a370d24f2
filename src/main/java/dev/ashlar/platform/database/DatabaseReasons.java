package dev.ashlar.platform.database;

import java.lang.System.Logger.Level;
import java.sql.SQLException;

/** Says in a sentence why the database cannot be used. */
final class DatabaseReasons {
  static final DatabaseState NOT_SET =
      new DatabaseState(
          "ashlar.db.url is not set: give the JDBC URL of a PostgreSQL database, for example"
              + " ASHLAR_DB_URL=jdbc:postgresql://localhost:5432/ashlar, or start ashlar.jar, which"
              + " runs its own.",
          true);

  private DatabaseReasons() {}

  /** A wrong password or a missing database waits for a person, an unreachable one comes back. */
  static DatabaseState of(Throwable error, DatabaseAddress address) {
    if (error instanceof SQLException sql) {
      String sentence = sentence(sql, address.url(), address.user());
      boolean fatal = sql.getSQLState() != null && sql.getSQLState().matches("28.*|3D000|42501");
      return new DatabaseState(sentence, fatal);
    }
    System.getLogger(DatabaseReasons.class.getName())
        .log(Level.ERROR, "The schema could not be brought up to date", error);
    return new DatabaseState(
        "The schema could not be brought up to date: " + rootMessage(error), true);
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown");
  }

  static DatabaseState tooOld(String problem) {
    return new DatabaseState(sentence(problem), true);
  }

  /** What an exception from a database means. */
  static String sentence(SQLException failure, String url, String user) {
    return sentence(DatabaseProbe.problem(failure, url, user));
  }

  private static String sentence(String problem) {
    return Character.toUpperCase(problem.charAt(0)) + problem.substring(1) + ".";
  }
}
