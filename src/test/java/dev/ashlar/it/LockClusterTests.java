package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Locks of two nodes on one database; run by {@link ClusterIT}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class LockClusterTests {
  static final int MOST_SESSIONS = 5;

  private final StockPostgres postgres = ClusterIT.POSTGRES;
  private final Api a = ClusterIT.a;
  private final Api b = ClusterIT.b;

  private LockApi onA;
  private LockApi onB;

  @BeforeEach
  void newLock() {
    onA = new LockApi(a, Api.unique("lock"));
    onB = onA.as(b);
  }

  @Test
  @Order(1)
  void whatOneNodeGrantedTheOtherKnows() {
    JsonNode held = onA.hold("a");

    onB.acquire("{'owner':'b'}").expectProblem(409, "lock-held");
    assertThat(onB.renew(held, "1h").expect(200).json().path("lease"))
        .isEqualTo(held.path("lease"));
    onB.release(held).expect(204);
    assertThat(LockApi.token(onB.hold("b"))).isEqualTo(2);
    onA.acquire("{'owner':'a'}").expectProblem(409, "lock-held");
  }

  @Test
  @Order(2)
  void whatOneReleasesIsHandedOnToAWaiterOfTheOther() {
    JsonNode held = onA.hold("holder");
    for (int i = 0; i < 20; i++) {
      LockApi releasing = i % 2 == 0 ? onA : onB;
      LockApi waiting = i % 2 == 0 ? onB : onA;
      CompletableFuture<Api.Answer> next = waiting.waitFor("w" + i, "");

      releasing.release(held).expect(204);

      LockApi.within(Duration.ofMillis(700)).until(next::isDone);
      held = LockApi.granted(next);
      assertThat(LockApi.token(held)).isEqualTo(i + 2L);
    }
  }

  @Test
  @Order(3)
  void whoCameFirstIsServedFirstWhereverHeWaits() {
    JsonNode held = onA.hold("holder");
    List<CompletableFuture<Api.Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waiting.add((i % 2 == 0 ? onB : onA).waitFor("w" + i, ""));
    }

    for (CompletableFuture<Api.Answer> next : waiting) {
      onA.release(held).expect(204);
      held = LockApi.granted(next);
    }

    assertThat(onA.detail().path("history").findValuesAsText("owner"))
        .containsExactlyInAnyOrder("holder", "w0", "w1", "w2", "w3", "w4");
    assertThat(LockApi.token(held)).isEqualTo(7);
  }

  @Test
  @Order(4)
  void aTicketIsGoodAtTheOtherNode() {
    JsonNode held = onA.hold("holder");
    onA.acquire("{'owner':'a','wait':'200ms','ticket':'t'}").expectProblem(409, "lock-held");
    CompletableFuture<Api.Answer> second = onA.waitFor("b", "");

    CompletableFuture<Api.Answer> first = onB.waitFor("a", ",'ticket':'t'");

    assertThat(onA.waiters()).containsExactly("a", "b");
    onA.release(held).expect(204);
    JsonNode granted = LockApi.granted(first);
    assertThat(second).isNotDone();
    assertThat(onA.hold("a", ",'ticket':'t'")).isEqualTo(granted);
  }

  @Test
  @Order(5)
  void anExpiryIsNoticedWithinASecondWhereverOneWaits() {
    for (LockApi waiting : List.of(onA, onB)) {
      JsonNode held = onA.hold("holder", ",'ttl':'1s'");

      JsonNode next = LockApi.granted(waiting.waitFor("next", ""));

      Instant end = Instant.parse(held.path("expiresAt").asText());
      assertThat(Instant.parse(next.path("acquiredAt").asText()))
          .isBetween(end, end.plusSeconds(1));
      onA.release(next).expect(204);
    }
  }

  @Test
  @Order(6)
  void aStreamAtOneNodeTellsOfABreakAtTheOther() {
    LockSessionApi session = LockSessionApi.begin(b, "s", "1h");
    JsonNode held = onA.hold("s", session.member());
    try (EventReader stream = session.stream()) {
      stream.await("granted", 1);

      onA.breakUp(held, "").expect(204);

      LockApi.within(Duration.ofSeconds(1)).until(() -> stream.events("lost").size() == 1);
    }
  }

  @Test
  @Order(7)
  void aFenceHoldsAtTheOtherNode() {
    JsonNode held = onA.hold("holder");
    String path = "/api/v1/kv/fenced/keys/" + onA.name;
    String[] fence = {"Ashlar-Lock", onA.name + "=1"};

    b.put(path, "one", fence).expect(201);
    onA.release(held).expect(204);
    b.put(path, "two", fence).expectProblem(412, "stale-lock-token");
    onA.hold("next");
    b.put(path, "two", fence).expectProblem(412, "stale-lock-token");
    assertThat(b.get(path).text()).isEqualTo("one");
  }

  /** Whether the session lives nobody knows then: its holder is told by the clock of the node. */
  @Test
  @Order(8)
  void aHolderIsToldInTimeWhenTheDatabaseDoesNotAnswer() {
    Api holder = a.withNewKey("write", "*");
    LockSessionApi session = LockSessionApi.begin(holder, "s", "3s");
    JsonNode held = onA.as(holder).hold("s", session.member());
    try (EventReader stream = session.stream()) {
      stream.await("granted", 1);
      postgres.freeze();
      try {
        LockApi.within(Duration.ofSeconds(4)).until(() -> !stream.events("expiring").isEmpty());
        assertThat(stream.events("lost")).isEmpty();
        LockApi.within(Duration.ofSeconds(2)).until(stream::hasEnded);
      } finally {
        postgres.thaw();
      }
      for (String event : List.of("expiring", "lost")) {
        assertThat(stream.events(event)).as(event).hasSize(1);
        JsonNode told = stream.events(event).get(0).data();
        assertThat(told.path("lock").asText()).isEqualTo(onA.name);
        assertThat(told.path("token")).isEqualTo(held.path("token"));
        assertThat(told.path("session").asText()).isEqualTo(session.id);
      }
    }
  }

  @Test
  @Order(9)
  void thereAreSoManySessionsAndNoMore() {
    List<LockSessionApi> sessions = new ArrayList<>();
    String body = LockApi.json("{'owner':'s','ttl':'1h'}");
    Api.Answer answer = a.post("/api/v1/sessions", body);
    while (answer.status() == 201 && sessions.size() < MOST_SESSIONS) {
      sessions.add(new LockSessionApi(a, answer.json()));
      answer = (sessions.size() % 2 == 0 ? a : b).post("/api/v1/sessions", body);
    }

    answer.expectProblem(503, "overloaded");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    sessions.get(0).end().expect(204);
    a.post("/api/v1/sessions", body).expect(201);
  }

  /** As a node has it that was stopped in the middle of a batch. */
  @Test
  @Order(10)
  void aLockWhoseRowIsLockedHoldsUpNoOther() throws SQLException {
    onA.release(onA.hold("a")).expect(204);
    CompletableFuture<Api.Answer> stuck;
    try (Connection stopped = postgres.connect();
        Statement statement = stopped.createStatement()) {
      stopped.setAutoCommit(false);
      statement.execute("SELECT FROM ashlar_lock.lock WHERE name = '" + onA.name + "' FOR UPDATE");
      stuck = onA.acquireLater("{'owner':'stuck'}");

      for (int i = 0; i < 10; i++) {
        CompletableFuture<Api.Answer> other =
            new LockApi(a, onA.name + i).acquireLater("{'owner':'a'}");
        LockApi.within(Duration.ofSeconds(2)).until(other::isDone);
        LockApi.granted(other);
      }
      assertThat(stuck).isNotDone();
    }
    LockApi.within(Duration.ofSeconds(2)).until(stuck::isDone);
    LockApi.granted(stuck);
  }

  /** As if it had not been used for long; last, for all tokens are higher then. */
  @Test
  @Order(11)
  void theTokenOfALockThatWasRemovedNeverComesAgain() throws SQLException {
    onA.release(onA.hold("a")).expect(204);
    try (Connection database = postgres.connect();
        Statement statement = database.createStatement()) {
      statement.execute("UPDATE ashlar_lock.floor SET token = 100");
      statement.execute("DELETE FROM ashlar_lock.lock WHERE name = '" + onA.name + "'");
    }

    assertThat(onA.detail().path("token").asLong()).isEqualTo(100);
    assertThat(onA.validate(1).expect(200).json().path("token").asLong()).isEqualTo(100);
    assertThat(LockApi.token(onA.hold("b"))).isEqualTo(101);
  }
}
