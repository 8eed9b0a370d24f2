package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * A node with a read replica, which stands still, falls behind, dies and comes back. What comes
 * from the replica is told by its age, which is never zero, and by keys that nobody has read: these
 * are in no node's memory.
 */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicaIT {
  /** Long enough to look at a replica that stands still, and soon over. */
  private static final Duration EVENTUAL_AGE = Duration.ofSeconds(6);

  private static final StockPostgres PRIMARY = StockPostgres.started();
  private static final StockPostgres REPLICA = PRIMARY.startedReplica();
  private static final AtomicInteger KEYS = new AtomicInteger();

  private static AshlarServer server;
  private static KvBucketApi bucket;

  @BeforeAll
  static void startNode() {
    Map<String, String> environment = new HashMap<>(PRIMARY.environment("reader"));
    environment.put("ASHLAR_DB_REPLICA_URL", REPLICA.url());
    environment.put("ASHLAR_KV_EVENTUAL_AGE", EVENTUAL_AGE.toString());
    server = AshlarServer.start(environment);
    bucket = new KvBucketApi(Api.of(server.baseUri(), StockPostgres.ADMIN_KEY), "replicated");
  }

  @AfterAll
  static void stop() {
    server.close();
    REPLICA.close();
    PRIMARY.close();
  }

  @Test
  @Order(1)
  void anEventualReadIsAnsweredByTheReplicaAndSaysHowOldItMayBe() {
    long before = putAll("old");
    standStill();
    long after = putAll("new");

    Api.Answer first = eventual("a", "");
    assertThat(first.text()).isEqualTo("old");
    assertThat(bucket.value("a")).isEqualTo("new");
    Api.Answer later = eventual("b", "");
    assertThat(later.text()).isEqualTo("old");
    assertThat(staleness(later)).isGreaterThan(staleness(first)).isLessThan(EVENTUAL_AGE);
    assertThat(eventual("large", "").text()).as("too large for a batch").startsWith("old-");
    bucket
        .api
        .get(bucket.key("none") + "?consistency=eventual")
        .expectProblem(404, "key-not-found");

    Api.Answer shown = eventual("c", "&after-revision=" + before);
    assertThat(shown.text()).isEqualTo("old");
    assertThat(staleness(shown)).isGreaterThan(staleness(first));
    Api.Answer notShown = eventual("c", "&after-revision=" + after);
    assertThat(notShown.text()).isEqualTo("new");
    assertThat(staleness(notShown)).isZero();
    bucket
        .api
        .get(bucket.key("c") + "?consistency=eventual&wait=50ms&after-revision=" + (after + 1))
        .expectProblem(503, "revision-not-visible");
  }

  @Test
  @Order(2)
  void aReplicaThatIsTooFarBehindIsPassedBy() {
    Awaitility.await()
        .atMost(EVENTUAL_AGE.plusSeconds(5))
        .untilAsserted(() -> assertThat(staleness(unread())).isZero());

    assertThat(eventual("a", "").text()).as("what was remembered is too old too").isEqualTo("new");
    assertThat(health()).startsWith("up, at most ");
  }

  @Test
  @Order(3)
  void aReplicaThatCatchesUpIsUsedAgain() {
    REPLICA.query("SELECT pg_wal_replay_resume()");
    awaitUsed();

    Api.Answer read = eventual("d", "");

    assertThat(read.text()).isEqualTo("new");
    assertThat(staleness(read)).isPositive().isLessThan(EVENTUAL_AGE);
  }

  /** It takes connections and answers none; nobody may wait for it longer than it is given. */
  @Test
  @Order(4)
  void aReplicaThatHangsIsGivenUpAndUsedAgain() {
    REPLICA.freeze();
    try {
      long began = System.nanoTime();
      Awaitility.await()
          .atMost(EVENTUAL_AGE.plusSeconds(5))
          .untilAsserted(() -> assertThat(health()).doesNotStartWith("up"));
      assertThat(staleness(unread())).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(11));
      bucket.api.get("/health/ready").expect(200);
    } finally {
      REPLICA.thaw();
    }
    awaitUsed();
  }

  @Test
  @Order(5)
  void aReplicaThatDiesIsNotMissed() {
    CompletableFuture<Void> crash = CompletableFuture.runAsync(REPLICA::crash);
    while (!crash.isDone()) {
      Api.Answer unused = unread();
    }
    crash.join();

    assertThat(staleness(unread())).isZero();
    bucket.put("e", "written");
    assertThat(eventual("e", "").text()).isEqualTo("written");
    Awaitility.await().untilAsserted(() -> assertThat(health()).startsWith("Cannot reach the "));
    bucket.api.get("/health/ready").expect(200);
    long revision = bucket.revision();
    assertThat(staleness(eventual("e", "&after-revision=" + revision))).isZero();
  }

  @Test
  @Order(6)
  void aReplicaThatComesBackIsUsedAgain() {
    REPLICA.start();
    awaitUsed();

    assertThat(health()).startsWith("up, at most ");
    assertThat(eventual("f", "").text()).isEqualTo("new");
  }

  @Test
  @Order(7)
  void aDatabaseThatIsNoReplicaIsNotUsed() {
    REPLICA.query("SELECT pg_promote()");
    REPLICA.query("DELETE FROM ashlar_platform.node RETURNING name");

    assertThat(staleness(unread())).isZero();
    Awaitility.await()
        .untilAsserted(() -> assertThat(health()).startsWith("It shows no heartbeat of this node"));
    bucket.api.get("/health/ready").expect(200);
  }

  /** Writes all keys; answers the revision that the bucket has then. */
  private static long putAll(String value) {
    for (String key : List.of("a", "b", "c", "d", "f")) {
      bucket.put(key, value);
    }
    bucket.put("large", value + "-" + "x".repeat(200_000));
    return bucket.revision();
  }

  /** The replica shows what there is now, and nothing else until it is resumed. */
  private static void standStill() {
    awaitUsed();
    String revision = Long.toString(bucket.revision());
    Awaitility.await()
        .until(
            () ->
                REPLICA
                    .query("SELECT revision FROM ashlar_kv.bucket WHERE name = 'replicated'")
                    .equals(revision));
    REPLICA.query("SELECT pg_wal_replay_pause()");
    Awaitility.await()
        .until(() -> REPLICA.query("SELECT pg_get_wal_replay_pause_state()").equals("paused"));
  }

  private static void awaitUsed() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(staleness(unread())).isPositive());
  }

  /** Reads a key that nobody has read before; there is none, but it has an age too. */
  private static Api.Answer unread() {
    String key = "unread-" + KEYS.incrementAndGet();
    return bucket
        .api
        .get(bucket.key(key) + "?consistency=eventual")
        .expectProblem(404, "key-not-found");
  }

  private static Api.Answer eventual(String key, String more) {
    return bucket.api.get(bucket.key(key) + "?consistency=eventual" + more).expect(200);
  }

  private static Duration staleness(Api.Answer answer) {
    return Duration.parse(answer.header("Ashlar-Staleness"));
  }

  /** What the health check of the database says about the replica. */
  private static String health() {
    for (JsonNode check : bucket.api.get("/health/ready").json().path("checks")) {
      if (check.path("name").asText().equals("database")) {
        return check.path("data").path("replica").asText();
      }
    }
    return "";
  }
}
