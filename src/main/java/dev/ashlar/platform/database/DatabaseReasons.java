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

  static DatabaseState tooOld(String version) {
    return new DatabaseState(
        "PostgreSQL " + version + " is too old: Ashlar needs 15 or newer.", true);
  }

  static DatabaseState of(Throwable error) {
    if (error instanceof SQLException sql) {
      return new DatabaseState(sql.getMessage(), false);
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
}
