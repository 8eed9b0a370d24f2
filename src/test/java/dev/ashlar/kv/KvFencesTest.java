package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ashlar.kv.KvTransaction.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes under locks on a real PostgreSQL; the rows of the locks are made by hand. */
class KvFencesTest {
  private static final KvDatabase DATABASE = new KvDatabase();
  private static final String LATER = "clock_timestamp() + interval '1 hour'";
  private static final String OVER = "clock_timestamp()";

  @AfterEach
  void noLocks() {
    DATABASE.execute("TRUNCATE ashlar_lock.lock, ashlar_lock.holder, ashlar_lock.session");
  }

  @Test
  void everyKindOfWriteHappensWhileTheLockIsHeld() {
    held("l", 7, LATER);
    KvFence fence = new KvFence("l", 7);
    KvWrite.Increment increment = new KvWrite.Increment(java.math.BigDecimal.ONE, null);

    List<KvResult> results =
        DATABASE.write(
            List.of(
                put("kinds", "a", "1").under(fence),
                write("kinds", "a", increment).under(fence),
                write("kinds", "a", new KvWrite.Prolong(Duration.ofHours(1))).under(fence),
                write("kinds", "a", new KvWrite.Delete()).under(fence),
                transaction("kinds", new Step("b", put("2"))).under(fence)));

    assertThat(results)
        .hasExactlyElementsOfTypes(
            KvResult.Stored.class,
            KvResult.Counted.class,
            KvResult.Stored.class,
            KvResult.Deleted.class,
            KvResult.Transacted.class);
    assertThat(DATABASE.keys("kinds", "", "", 9)).containsExactly("b");
  }

  @Test
  void aTokenThatIsNotHeldIsRefused() {
    held("l", 7, LATER);
    held("other", 8, LATER);

    for (KvFence stale :
        List.of(
            new KvFence("l", 6),
            new KvFence("l", 8),
            new KvFence("l", 0),
            new KvFence("L", 7),
            new KvFence("none", 7))) {
      assertThat(DATABASE.write(put("token", "a", "1").under(stale))).isEqualTo(KvFence.STALE);
    }
    assertThat(DATABASE.bucketId("token")).isEmpty();
  }

  @Test
  void aHolderWhoseLeaseIsOverIsRefusedAlthoughItsRowIsThere() {
    held("l", 7, OVER);

    assertStale("over");
  }

  @Test
  void underASessionTheTimeOfTheSessionCounts() {
    held("l", 7, "NULL");
    DATABASE.execute("UPDATE ashlar_lock.holder SET session = 's'");
    assertStale("session");

    session(LATER);
    assertThat(DATABASE.write(put("session", "a", "1").under(new KvFence("l", 7))))
        .isInstanceOf(KvResult.Stored.class);
    DATABASE.execute("UPDATE ashlar_lock.session SET expires_at = clock_timestamp()");
    assertStale("session");
    DATABASE.execute("DELETE FROM ashlar_lock.session");
    assertStale("session");
  }

  @Test
  void holdersWhoShareALockMayAllWrite() {
    held("l", 7, LATER);
    holder("l", 8, LATER);

    assertThat(
            DATABASE.write(
                List.of(
                    put("shared", "a", "1").under(new KvFence("l", 7)),
                    put("shared", "a", "2").under(new KvFence("l", 8)))))
        .hasOnlyElementsOfType(KvResult.Stored.class);
  }

  @Test
  void theOthersOfABatchAreNotAffected() {
    held("l", 7, LATER);
    KvFence stale = new KvFence("l", 6);

    List<KvResult> results =
        DATABASE.write(
            List.of(
                put("batch", "a", "1"),
                put("batch", "a", "2").under(stale),
                put("batch", "b", "3").under(new KvFence("l", 7)),
                transaction("batch", new Step("a", new KvWrite.Delete())).under(stale),
                put("batch", "b", "4")));

    assertThat(results.get(1)).isEqualTo(KvFence.STALE);
    assertThat(results.get(3)).isEqualTo(KvFence.STALE);
    assertThat(List.of(results.get(0), results.get(2), results.get(4)))
        .extracting(result -> ((KvResult.Stored) result).entry().revision())
        .containsExactly(1L, 2L, 3L);
    assertThat(((KvQueries.Found.Value) DATABASE.read("batch", "a")).value()).isEqualTo(utf8("1"));
  }

  @Test
  void aTransactionThatOnlyReadsIsCheckedToo() {
    DATABASE.write(put("reads", "a", "1"));
    KvTransaction read = transaction("reads", new Step("a", null));
    held("l", 7, LATER);

    assertThat(DATABASE.write(read.under(new KvFence("l", 6)))).isEqualTo(KvFence.STALE);
    assertThat(DATABASE.write(read.under(new KvFence("l", 7))))
        .isInstanceOf(KvResult.Transacted.class);
  }

  @Test
  void nobodyIsGrantedTheLockBeforeTheWriteIsCommitted() {
    held("l", 7, LATER);

    CompletableFuture<Void> grant =
        DATABASE.inTransaction(
            connection -> {
              assertThat(write(connection, "granting")).isInstanceOf(KvResult.Stored.class);
              CompletableFuture<Void> granting = CompletableFuture.runAsync(KvFencesTest::pass);
              awaitWaiting("UPDATE ashlar_lock.lock");
              assertThat(granting).isNotDone();
              return granting;
            });
    grant.join();

    assertStale("granting");
  }

  @Test
  void aWriteThatWaitsForAGrantToAnotherIsRefusedAfterIt() throws SQLException {
    held("l", 7, LATER);

    CompletableFuture<KvResult> writing =
        DATABASE.inTransaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(PASS);
              }
              CompletableFuture<KvResult> waiting =
                  CompletableFuture.supplyAsync(
                      () -> DATABASE.inTransaction(other -> write(other, "waiting")));
              awaitWaiting("SELECT clock_timestamp() AS now, held.lock");
              assertThat(waiting).isNotDone();
              return waiting;
            });

    assertThat(writing.join()).isEqualTo(KvFence.STALE);
  }

  /** What a grant to the next does. */
  private static final String PASS =
      "UPDATE ashlar_lock.lock SET token = 8; UPDATE ashlar_lock.holder SET token = 8";

  private static void pass() {
    DATABASE.execute(PASS);
  }

  private static void awaitWaiting(String statement) {
    String waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock' AND query LIKE '"
            + statement
            + "%'";
    await().atMost(Duration.ofSeconds(20)).until(() -> DATABASE.number(waiting) == 1);
  }

  private static KvResult write(Connection connection, String bucket) throws SQLException {
    KvWrite write = put(bucket, "a", "1").under(new KvFence("l", 7));
    return new KvWriter(connection, Set.of()).write(List.of(write)).get(0);
  }

  private static void assertStale(String bucket) {
    assertThat(DATABASE.write(put(bucket, "a", "1").under(new KvFence("l", 7))))
        .isEqualTo(KvFence.STALE);
  }

  /** A lock and its holder. */
  private static void held(String lock, long token, String expiresAt) {
    DATABASE.execute(
        "INSERT INTO ashlar_lock.lock (name, token) VALUES ('" + lock + "', " + token + ")");
    holder(lock, token, expiresAt);
  }

  private static void holder(String lock, long token, String expiresAt) {
    DATABASE.execute(
        """
        INSERT INTO ashlar_lock.holder (lease, lock_id, token, owner, mode, permits, times,
            told, acquired_at, expires_at)
        SELECT gen_random_uuid(), id, %d, 'tester', 'exclusive', 1, 1, 1, clock_timestamp(), %s
        FROM ashlar_lock.lock WHERE name = '%s'
        """
            .formatted(token, expiresAt, lock));
  }

  private static void session(String expiresAt) {
    DATABASE.execute(
        "INSERT INTO ashlar_lock.session VALUES ('s', 'tester', 1000, clock_timestamp(), "
            + expiresAt
            + ")");
  }

  private static KvWrite put(String bucket, String key, String value) {
    return write(bucket, key, put(value));
  }

  private static KvWrite.Put put(String value) {
    return new KvWrite.Put(utf8(value), "a/b", null);
  }

  private static KvWrite write(String bucket, String key, KvWrite.Action action) {
    return new KvWrite(bucket, key, action, null, KvDatabase.AUTHOR);
  }

  private static KvTransaction transaction(String bucket, Step step) {
    return new KvTransaction(bucket, List.of(), List.of(step), List.of(), KvDatabase.AUTHOR);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
