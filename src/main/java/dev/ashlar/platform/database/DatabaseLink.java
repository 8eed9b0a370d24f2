package dev.ashlar.platform.database;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The node's own connection to the database, held by one thread: it migrates, notices at once when
 * the database goes away or comes back, and receives hints.
 */
@ApplicationScoped
class DatabaseLink {
  private static final Logger LOG = System.getLogger(DatabaseLink.class.getName());
  private static final int NOTIFICATION_WAIT_MILLIS = 500;
  private static final int RETRY_MILLIS = 250;
  private static final int FATAL_RETRY_MILLIS = 2_000;

  @Inject Database database;
  @Inject DatabaseAddress address;
  @Inject Migrations migrations;
  @Inject Hints hints;
  @Inject Event<DatabaseUp> up;
  @Resource ManagedThreadFactory threads;

  private boolean migrated;

  /** Whether there was a connection that worked: when it is lost, the database may be there yet. */
  private boolean connected;

  private final LinkThread thread = new LinkThread();

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    thread.start(threads, "ashlar-database-link", this::run);
  }

  @PreDestroy
  void stop() {
    thread.stop();
  }

  private void run() {
    while (!thread.isStopped()) {
      try {
        hold();
      } catch (Exception | LinkageError e) {
        if (connected) {
          connected = false;
          LOG.log(Level.DEBUG, "A connection was lost; is the database gone?", e);
          continue; // only a new connection tells
        }
        if (!thread.isStopped()) {
          becomeDown(DatabaseReasons.of(e, address));
        }
      }
      thread.pause(database.state().fatal() ? FATAL_RETRY_MILLIS : RETRY_MILLIS);
    }
  }

  private void hold() throws SQLException {
    if (!address.isSet()) {
      becomeDown(DatabaseReasons.NOT_SET);
      return;
    }
    try (Connection connection = address.connect("link")) {
      Optional<String> tooOld = versionProblem(connection.getMetaData());
      if (tooOld.isPresent()) {
        becomeDown(DatabaseReasons.tooOld(tooOld.get()));
        return;
      }
      migrateOnce();
      hints.listenOn(connection);
      becomeUp();
      receive(connection);
    }
  }

  private static Optional<String> versionProblem(DatabaseMetaData server) throws SQLException {
    return DatabaseProbe.problem(
        server.getDatabaseMajorVersion(), server.getDatabaseProductVersion());
  }

  private void migrateOnce() {
    if (!migrated) {
      migrations.run();
      migrated = true;
    }
  }

  private void receive(Connection connection) throws SQLException {
    PGConnection notifications = connection.unwrap(PGConnection.class);
    while (!thread.isStopped()) {
      PGNotification[] received = notifications.getNotifications(NOTIFICATION_WAIT_MILLIS);
      if (received == null || received.length == 0) {
        check(connection);
      } else {
        hints.received(received);
      }
      connected = true;
    }
  }

  /** A round trip, so that a half-open connection is noticed too. */
  private static void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private void becomeUp() {
    LOG.log(Level.INFO, "The database is ready");
    database.becomes(DatabaseState.UP);
    up.fire(new DatabaseUp());
  }

  private void becomeDown(DatabaseState down) {
    if (!down.equals(database.state())) {
      LOG.log(Level.WARNING, "The database cannot be used: {0}", down.reason());
    }
    database.becomes(down);
  }
}
