package dev.ashlar.lock;

import static dev.ashlar.lock.LockDatabase.acquire;
import static dev.ashlar.lock.MemoryLock.claim;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.lock.LockCommand.Configure;
import dev.ashlar.lock.LockCommand.Release;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is forgotten of locks, and what never is. */
class LockPruningTest {
  private static final LockDatabase DATABASE = new LockDatabase();
  private static final int ALL = 1_000_000;

  @BeforeEach
  void empty() {
    DATABASE.execute("TRUNCATE ashlar_lock.lock, ashlar_lock.holder, ashlar_lock.past");
  }

  @Test
  void theNewestOfTheHistoryOfEachLockAreKept() throws SQLException {
    held("busy", 2_500);
    held("quiet", 10);

    assertThat(prune(pruning -> pruning.history(1_000))).isEqualTo(1_000);
    assertThat(history("busy")).isEqualTo(1_500);
    assertThat(prune(pruning -> pruning.history(1_000))).isEqualTo(500);
    assertThat(prune(pruning -> pruning.history(1_000))).isZero();

    assertThat(history("busy")).isEqualTo(LockPruning.HISTORY);
    assertThat(
            DATABASE.number(
                "SELECT min(token) FROM ashlar_lock.past WHERE lock_id = " + id("busy")))
        .isEqualTo(1_501);
    assertThat(history("quiet")).isEqualTo(10);
  }

  @Test
  void theTokenOfALockThatWasRemovedNeverComesAgain() throws SQLException {
    held("unused", 7);
    held("less", 3);
    held("held", 5);
    Grant unused = MemoryLock.grant(DATABASE.write(acquire("held", claim("a"))));
    DATABASE.execute("TRUNCATE ashlar_lock.past");

    int last = prune(pruning -> pruning.locks(0, ALL));

    assertThat(last).isEqualTo(id("held"));
    assertThat(DATABASE.number("SELECT count(*) FROM ashlar_lock.lock")).isEqualTo(1);
    assertThat(token("unused")).isEqualTo(8);
    assertThat(token("less")).isGreaterThan(3);
    assertThat(token("new")).isEqualTo(8);
    assertThat(prune(pruning -> pruning.locks((int) id("new"), ALL))).isZero();
  }

  @Test
  void whatIsUsedOrConfiguredIsNotRemoved() throws SQLException {
    held("lately", 1);
    held("election:e", 1);
    DATABASE.execute("DELETE FROM ashlar_lock.past WHERE lock_id = " + id("election:e"));
    LockResult unused = DATABASE.write(new Configure("configured", 2, Duration.ZERO));
    Grant held = MemoryLock.grant(DATABASE.write(acquire("held", claim("a"))));

    int last = prune(pruning -> pruning.locks(0, ALL));

    assertThat(last).isEqualTo(id("held"));
    assertThat(DATABASE.number("SELECT count(*) FROM ashlar_lock.lock")).isEqualTo(4);
    assertThat(DATABASE.write(new Release("held", held.lease())))
        .isEqualTo(new LockResult.Done(true));
  }

  @Test
  void whatSomebodyIsUsingIsPassedOver() throws SQLException {
    held("a", 1);
    DATABASE.execute("TRUNCATE ashlar_lock.past");
    try (Connection acquiring = DATABASE.connect()) {
      LockResult held = LockDatabase.write(acquiring, List.of(acquire("a", claim("x")))).get(0);

      int unused = prune(pruning -> pruning.locks(0, ALL));
      acquiring.commit();
      unused = prune(pruning -> pruning.locks(0, ALL));

      assertThat(DATABASE.write(new Release("a", MemoryLock.grant(held).lease())))
          .isEqualTo(new LockResult.Done(true));
    }
  }

  /** A part of the work, in a transaction. */
  @FunctionalInterface
  private interface Part {
    int apply(LockPruning pruning) throws SQLException;
  }

  private static int prune(Part part) throws SQLException {
    try (Connection connection = DATABASE.connect()) {
      int result = part.apply(new LockPruning(connection));
      connection.commit();
      return result;
    }
  }

  /** A lock that was held so often. */
  private static void held(String lock, int times) {
    DATABASE.execute(
        """
        WITH l AS (INSERT INTO ashlar_lock.lock (name, token) VALUES ('%s', %d) RETURNING id)
        INSERT INTO ashlar_lock.past (lock_id, token, slot, lease, owner, acquired_at,
            released_at, how)
        SELECT l.id, n, n %% 8, gen_random_uuid(), 'a', now(), now(), 'released'
        FROM l, generate_series(1, %d) AS n
        """
            .formatted(lock, times, times));
  }

  private static long token(String lock) {
    return MemoryLock.grant(DATABASE.write(acquire(lock, claim("a")))).token();
  }

  private static long history(String lock) {
    return DATABASE.number("SELECT count(*) FROM ashlar_lock.past WHERE lock_id = " + id(lock));
  }

  private static long id(String lock) {
    return DATABASE.number("SELECT id FROM ashlar_lock.lock WHERE name = '" + lock + "'");
  }
}
