package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Two nodes on one database, which goes away and comes back; in the end one of the nodes. */
@Timeout(600)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
  private static final Duration LEASE = Duration.ofSeconds(5);

  static final StockPostgres POSTGRES = StockPostgres.started();
  static Api a;
  static Api b;

  private static AshlarServer serverA;
  private static AshlarServer serverB;

  @BeforeAll
  static void startBothAtOnce() {
    CompletableFuture<AshlarServer> first = CompletableFuture.supplyAsync(() -> start("a"));
    serverB = start("b");
    serverA = first.join();
    a = Api.of(serverA.baseUri(), StockPostgres.ADMIN_KEY);
    b = Api.of(serverB.baseUri(), StockPostgres.ADMIN_KEY);
  }

  @AfterAll
  static void stop() {
    serverA.close();
    serverB.close();
    POSTGRES.close();
  }

  @Test
  @Order(1)
  void eachSeesBoth() {
    Map<String, String> up = Map.of("a", "up", "b", "up");

    assertThat(states(a)).isEqualTo(up);
    assertThat(states(b)).isEqualTo(up);
  }

  @Test
  @Order(2)
  void aKeyMadeOnOneWorksOnTheOtherUntilItIsDeleted() {
    JsonNode key = a.createKey("read", "*").json();
    Api readerB = b.with(key.path("key").asText());
    readerB.get("/api/v1/kv").expect(200);

    a.delete("/api/v1/keys/" + key.path("id").asText()).expect(204);

    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> readerB.get("/api/v1/kv").status() == 401);
  }

  @Test
  @Order(3)
  void aSessionOfOneIsOneOfTheOther() {
    String cookie =
        a.anonymous()
            .post("/api/v1/console/session", "{\"key\":\"the-key-of-all-nodes\"}")
            .expect(200)
            .header("Set-Cookie")
            .replaceAll(";.*", "");

    b.anonymous().get("/api/v1/console/session", "Cookie", cookie).expect(200);
    a.anonymous()
        .delete("/api/v1/console/session", "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
        .expect(204);
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> b.anonymous().get("/api/v1/console/session", "Cookie", cookie).status() == 401);
  }

  @Test
  @Order(4)
  void whatOneAcknowledgedTheOtherReadsAtOnce() {
    for (int i = 0; i < 50; i++) {
      Api writer = i % 2 == 0 ? a : b;
      Api reader = i % 2 == 0 ? b : a;
      writer.put("/api/v1/kv/both/keys/k", "v" + i).expect(i == 0 ? 201 : 200);

      assertThat(reader.get("/api/v1/kv/both/keys/k").text()).isEqualTo("v" + i);
    }
  }

  @Test
  @Order(5)
  void revisionsOfABucketHaveNoGapsWhoeverWrites() {
    List<CompletableFuture<List<Long>>> writers =
        IntStream.range(0, 8)
            .mapToObj(w -> CompletableFuture.supplyAsync(() -> write(w % 2 == 0 ? a : b, w, 50)))
            .toList();
    List<Long> revisions = writers.stream().flatMap(w -> w.join().stream()).sorted().toList();

    assertThat(revisions)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 400).mapToObj(i -> (long) i).toList());
  }

  @Test
  @Order(6)
  void whileTheDatabaseIsAwayCallsAreToldSoAndAfterwardsAllGoesOn() {
    a.put("/api/v1/kv/away/keys/k", "before").expect(201);
    long pidA = serverA.server().pid();

    POSTGRES.stop();
    try {
      List.of(a, b).forEach(ClusterIT::assertToldThatTheDatabaseIsAway);
    } finally {
      POSTGRES.start();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              for (Api node : List.of(a, b)) {
                node.put("/api/v1/kv/away/keys/k", "after").expect(200);
                node.get("/health/ready").expect(200);
              }
            });
    assertThat(a.get("/api/v1/kv/away/keys/k").text()).isEqualTo("after");
    assertThat(serverA.server().pid()).isEqualTo(pidA);
    Awaitility.await()
        .atMost(LEASE)
        .untilAsserted(() -> assertThat(states(a)).isEqualTo(Map.of("a", "up", "b", "up")));
  }

  @Nested
  @Order(1)
  class Locks extends LockClusterTests {}

  @Nested
  @Order(2)
  class Queues extends QueueClusterTests {}

  @Nested
  @Order(3)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class TheEndOfANode {
    @Test
    @Order(1)
    void whatItHeldAndWaitedForGoesOnWithoutIt() {
      LockApi onA = new LockApi(a, Api.unique("lock"));
      JsonNode held = onA.hold("holder");
      LockApi other = new LockApi(a, Api.unique("lock"));
      CompletableFuture<Api.Answer> head = onA.as(b).waitFor("head", "");
      CompletableFuture<Api.Answer> next = onA.waitFor("next", "");
      JsonNode survives = other.as(b).hold("survivor", ",'ttl':'1h'");
      ProcessHandle launcher = serverB.launcher();
      ProcessHandle server = serverB.server();

      server.destroyForcibly();
      AshlarServer.awaitEnd(server);
      Instant killed = Instant.now();
      onA.release(held).expect(204);

      Awaitility.await()
          .atMost(LEASE.plusSeconds(1))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> "dead".equals(states(a).get("b")));
      LockApi.within(LEASE.plusSeconds(3)).until(next::isDone);
      assertThat(LockApi.token(LockApi.granted(next))).isEqualTo(LockApi.token(held) + 1);
      assertThat(Instant.now()).isBefore(killed.plus(LEASE).plusSeconds(3));
      assertThat(head).isCompletedExceptionally();
      assertThat(onA.waiters()).isEmpty();
      assertThat(other.renew(survives, "30s").expect(200).json().path("lease"))
          .as("what was granted outlives its node")
          .isEqualTo(survives.path("lease"));
      AshlarServer.awaitEnd(launcher);
    }

    @Test
    @Order(2)
    void whenItComesBackItIsUpAndWhenItIsStoppedItHasLeft() {
      serverB.restart();
      assertThat(states(a)).containsEntry("b", "up");

      serverB.close();

      assertThat(states(a)).containsEntry("b", "left").containsEntry("a", "up");
    }
  }

  private static void assertToldThatTheDatabaseIsAway(Api node) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> node.get("/api/v1/kv/away/keys/k").status() == 503);
    assertUnavailable(node.get("/api/v1/kv/away/keys/k"));
    assertUnavailable(node.put("/api/v1/kv/away/keys/k", "lost"));
    assertUnavailable(node.get("/api/v1/kv"));
    assertUnavailable(
        node.post(
            "/api/v1/kv/away/import",
            "{\"key\":\"k\",\"value\":\"lost\"}",
            "Content-Type",
            Api.NDJSON));
    assertUnavailable(node.post("/api/v1/keys", "{\"name\":\"n\",\"role\":\"read\"}"));
    assertUnavailable(node.with("some-other-key").get("/api/v1/kv"));
    Api.Answer ready = node.get("/health/ready").expect(503);
    assertThat(ready.json().path("status").asText()).isEqualTo("DOWN");
    assertThat(ready.json().path("checks").findValuesAsText("reason")).isNotEmpty();
    node.get("/health/live").expect(200);
    node.get("/console/sign-in.html").expect(200);
  }

  private static AshlarServer start(String name) {
    Map<String, String> environment = new HashMap<>(POSTGRES.environment(name));
    environment.put("ASHLAR_LOCK_SESSIONS", "" + LockClusterTests.MOST_SESSIONS);
    return AshlarServer.start(environment);
  }

  private static List<Long> write(Api node, int writer, int times) {
    return IntStream.range(0, times)
        .mapToObj(
            i ->
                node.put("/api/v1/kv/gapless/keys/k" + (writer + i) % 20, "v")
                    .json()
                    .path("revision")
                    .asLong())
        .toList();
  }

  private static Map<String, String> states(Api node) {
    Map<String, String> states = new HashMap<>();
    node.get("/api/v1/cluster/nodes")
        .expect(200)
        .json()
        .path("items")
        .forEach(n -> states.put(n.path("name").asText(), n.path("state").asText()));
    return states;
  }

  private static void assertUnavailable(Api.Answer answer) {
    answer.expectProblem(503, "unavailable");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 10);
  }
}
