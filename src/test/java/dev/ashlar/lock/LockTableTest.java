package dev.ashlar.lock;

import static dev.ashlar.lock.LockDatabase.acquire;
import static dev.ashlar.lock.MemoryLock.claim;
import static dev.ashlar.lock.MemoryLock.underSession;
import static dev.ashlar.lock.MemoryLock.withTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Locks on a real database. */
class LockTableTest {
  private static final LockDatabase DATABASE = new LockDatabase();
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND wait_event_type = 'Lock'";

  @Test
  void placesThatAreKeptAreCounted() {
    Grant unused = MemoryLock.grant(DATABASE.write(acquire("kept", claim("holder"))));
    DATABASE.execute(
        """
        INSERT INTO ashlar_lock.waiter (id, lock_id, place, owner, mode, permits, ttl_millis,
            ticket, since, kept_until)
        SELECT gen_random_uuid(), l.id, -n, 'w' || n, 'exclusive', 1, 1000,
            't', now(), now() + interval '30 s'
        FROM generate_series(1, %d) AS n, ashlar_lock.lock l WHERE l.name = 'kept'
        """
            .formatted(LockDecider.MOST_KEPT));

    assertThat(DATABASE.write(acquire("kept", withTicket("new", "t"))))
        .isInstanceOf(LockResult.Full.class);
    assertThat(DATABASE.write(acquire("kept", withTicket("w7", "t"))))
        .as("that has its place")
        .isInstanceOf(LockResult.Held.class);
    assertThat(DATABASE.write(acquire("other", withTicket("new", "t"))))
        .isInstanceOf(LockResult.Granted.class);
  }

  @Test
  void whatSomebodyHasLockedHoldsUpNothingElse() throws SQLException {
    for (String lock : List.of("stuck", "free")) {
      LockResult unused = DATABASE.write(new LockCommand.Configure(lock, 1, Duration.ZERO));
    }
    List<LockCommand> commands =
        Stream.of("free", "new", "stuck", "newer")
            .map(lock -> (LockCommand) acquire(lock, claim("a")))
            .toList();
    try (Connection stopped = DATABASE.connect();
        Connection connection = DATABASE.connect()) {
      LockResult unused =
          LockDatabase.write(stopped, List.of(new LockCommand.Look("stuck"))).get(0);

      assertThatThrownBy(() -> LockDatabase.write(connection, commands))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      connection.rollback();
      List<LockResult> results = LockDatabase.writer(connection).writeFree(commands).results();
      connection.commit();

      assertThat(results.get(2)).isEqualTo(new LockResult.Busy());
      assertThat(List.of(results.get(0), results.get(1), results.get(3)))
          .allSatisfy(result -> assertThat(result).isInstanceOf(LockResult.Granted.class));
    }
    assertThat(
            DATABASE.number(
                "SELECT count(*) FROM ashlar_lock.holder h JOIN ashlar_lock.lock l"
                    + " ON l.id = h.lock_id WHERE l.name IN ('free', 'new', 'newer', 'stuck')"))
        .isEqualTo(3);
  }

  /** Else it would be locked by one who waits for another, while that other waits for it. */
  @Test
  void whileALockIsBeingCreatedByAnotherNothingIsLocked() throws Exception {
    LockResult unused = DATABASE.write(new LockCommand.Configure("there", 1, Duration.ZERO));
    List<LockCommand> commands = List.of(acquire("there", claim("a")), acquire("born", claim("a")));
    try (Connection other = DATABASE.connect();
        Connection connection = DATABASE.connect();
        Statement statement = other.createStatement()) {
      statement.execute("INSERT INTO ashlar_lock.lock (name) VALUES ('born')");
      CompletableFuture<List<LockResult>> results =
          CompletableFuture.supplyAsync(() -> writeAndCommit(connection, commands));
      await().until(() -> DATABASE.number(WAITING) == 1);

      statement.execute("SELECT FROM ashlar_lock.lock WHERE name = 'there' FOR UPDATE NOWAIT");
      other.commit();

      assertThat(results.join())
          .allSatisfy(result -> assertThat(result).isInstanceOf(LockResult.Granted.class));
    }
  }

  private static List<LockResult> writeAndCommit(
      Connection connection, List<LockCommand> commands) {
    try {
      LockWriter writer = new LockWriter(connection, LockDatabase.NODE, Duration.ofMinutes(1));
      List<LockResult> results = writer.write(commands).results();
      connection.commit();
      return results;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatASessionHoldsIsCounted() {
    for (String session : new String[] {"full", "new"}) {
      DATABASE.execute(
          "INSERT INTO ashlar_lock.session VALUES ('%s', 'a', 60000, now(), now() + interval '1 h')"
              .formatted(session));
    }
    DATABASE.execute(
        """
        INSERT INTO ashlar_lock.holder (lease, lock_id, token, owner, mode, permits, times, told,
            session, acquired_at)
        SELECT gen_random_uuid(), -n, 1, 'a', 'exclusive', 1, 1, 1, 'full', now()
        FROM generate_series(1, %d) AS n
        """
            .formatted(LockTable.MOST_OF_A_SESSION));

    assertThat(DATABASE.write(acquire("session", underSession("a", "full"))))
        .isInstanceOf(LockResult.Full.class);
    assertThat(DATABASE.write(acquire("session", underSession("a", "new"))))
        .isInstanceOf(LockResult.Granted.class);
  }
}
