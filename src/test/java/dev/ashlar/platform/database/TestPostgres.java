package dev.ashlar.platform.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A database of its own for a test class, on the one real PostgreSQL of this JVM, which is started
 * with the first and ends with the JVM.
 */
public final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String name;

  private TestPostgres(String name) {
    this.name = name;
  }

  /** Holds the server; started when it is first needed. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("wal_level", "logical")
            .setServerConfig("max_prepared_transactions", "5")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new, empty database. */
  public static TestPostgres empty() {
    String name = "test_" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return new TestPostgres(name);
  }

  /** A new database with the schema of Ashlar. */
  public static TestPostgres migrated() {
    TestPostgres database = empty();
    database.migrate();
    return database;
  }

  /** Applies the migrations; answers how many it applied. */
  public int migrate() {
    return Flyway.configure()
        .dataSource(url(), "postgres", "")
        .locations("classpath:db/migration")
        .defaultSchema("ashlar_platform")
        .load()
        .migrate()
        .migrationsExecuted;
  }

  /** A new connection; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }

  /** JDBC address of the database; the user is postgres, without a password. */
  public String url() {
    return url(name);
  }

  /** Runs one statement. */
  public void execute(String sql) {
    execute(name, sql);
  }

  /** The one value that a query answers. */
  public long number(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(String database, String sql) {
    try (Connection connection = DriverManager.getConnection(url(database), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + Server.POSTGRES.getPort() + "/" + database;
  }
}
