package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, and the locks that are held under them. */
class LockSessionIT {
  private final Api api = Api.shared();
  private final LockApi lock = LockApi.unique();

  @Test
  void aSessionIsCreated() {
    Api.Answer created =
        api.post("/api/v1/sessions", LockApi.json("{'owner':'host-7','ttl':'45s'}")).expect(201);

    JsonNode session = created.json();
    assertThat(session.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "owner", "ttl", "expiresAt");
    assertThat(session.path("owner").asText()).isEqualTo("host-7");
    assertThat(session.path("ttl").asText()).isEqualTo("PT45S");
    assertThat(expiry(session)).isAfter(Instant.now().plusSeconds(30));
    assertThat(created.header("Location"))
        .endsWith("/api/v1/sessions/" + session.path("id").asText());
  }

  @Test
  void keepingItAliveMovesItsEnd() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "30s");

    JsonNode kept = session.keepAlive().expect(200).json();

    assertThat(kept.path("id").asText()).isEqualTo(session.id);
    assertThat(kept.path("owner").asText()).isEqualTo("a");
    assertThat(kept.path("ttl").asText()).isEqualTo("PT30S");
    assertThat(expiry(kept)).isAfter(expiry(session.created));
  }

  @Test
  void aLockUnderASessionOutlivesItsOwnTime() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "2s");
    JsonNode held = lock.hold("a", ",'ttl':'1s'" + session.member());

    assertThat(held.path("session").asText()).isEqualTo(session.id);
    assertThat(held.path("expiresAt")).isEqualTo(session.created.path("expiresAt"));
    Instant later = Instant.now().plusSeconds(4);
    while (Instant.now().isBefore(later)) {
      session.keepAlive().expect(200);
      assertThat(lock.holders()).containsExactly("a");
    }
    JsonNode renewed = lock.renew(held, "1h").expect(200).json();
    assertThat(expiry(renewed)).as("not longer than it").isBefore(Instant.now().plusSeconds(10));
  }

  @Test
  void whatItHoldsIsReleasedWhenItIsEnded() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1h");
    LockApi second = LockApi.unique();
    JsonNode held = lock.hold("a", session.member());
    second.hold("a", session.member() + ",'mode':'shared'");

    assertThat(session.end().expect(204).bytes()).isEmpty();

    assertThat(lock.holders()).isEmpty();
    assertThat(second.holders()).isEmpty();
    assertThat(lock.detail().at("/history/0/how").asText()).isEqualTo("session");
    Api.Answer lost = lock.renew(held, "30s").expectProblem(410, "lease-lost");
    assertThat(lost.json().path("detail").asText()).contains("session");
  }

  @Test
  void whatItHoldsIsHandedOnWhenItsTimeIsOver() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1s");
    lock.hold("a", ",'ttl':'1h'" + session.member());
    Instant end = expiry(session.created);

    JsonNode next = LockApi.granted(lock.waitFor("b", ""));

    assertThat(Instant.parse(next.path("acquiredAt").asText()))
        .isBetween(end, end.plus(Duration.ofSeconds(1)));
    assertThat(session.isOver()).isTrue();
  }

  @Test
  void oneThatIsOverIsLost() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1h");
    session.end().expect(204);

    session.keepAlive().expectProblem(410, "session-lost");
    session.end().expectProblem(410, "session-lost");
    api.get(session.path("/stream")).expectProblem(410, "session-lost");
    lock.acquire("{'owner':'a'" + session.member() + "}").expectProblem(410, "session-lost");
    lock.acquire("{'owner':'a','wait':'5s'" + session.member() + "}")
        .expectProblem(410, "session-lost");
    assertThat(lock.detail().path("token").asLong()).isZero();
  }

  @Test
  void whoWaitsUnderASessionThatEndsIsTold() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1h");
    lock.hold("holder");
    var waiting = lock.waitFor("a", session.member());

    session.end().expect(204);

    LockApi.within(Duration.ofSeconds(5)).until(waiting::isDone);
    waiting.join().expectProblem(410, "session-lost");
    assertThat(lock.waiters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "4711"})
  void oneThatNeverWasIsNamed(String id) {
    String path = "/api/v1/sessions/" + id;

    api.post(path + "/keepalive", "").expectProblem(400, "invalid-request").expectFields("session");
    api.delete(path).expectProblem(400, "invalid-request").expectFields("session");
    api.get(path + "/stream").expectProblem(400, "invalid-request").expectFields("session");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | owner",
        "{'owner':' '} | owner",
        "{'owner':'a','ttl':'999ms'} | ttl",
        "{'owner':'a','ttl':'25h'} | ttl",
        "{'owner':'a','ttl':'x'} | ttl",
        "{'owner':'a','nothing':1} | nothing",
        "{'owner':'','ttl':'0s'} | owner,ttl"
      })
  void oneThatIsNoneIsNotCreated(String body, String fields) {
    api.post("/api/v1/sessions", LockApi.json(body.strip()))
        .expect(400)
        .expectFields(fields.strip().split(","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{"})
  void aBodyThatIsNoneIsRefused(String body) {
    Api.Answer answer = api.post("/api/v1/sessions", body).expect(400);

    answer.expectProblem(400, answer.json().path("code").asText());
  }

  @Test
  void aSessionIsWithinTheScopeOfItsOwner() {
    String owner = Api.unique("owner");
    LockSessionApi session = LockSessionApi.begin(api, owner, "1h");
    Api stranger = api.withNewKey("write", "lock:other");
    Api reader = api.withNewKey("read", "*");

    for (Api other : new Api[] {stranger, reader}) {
      other
          .post("/api/v1/sessions", LockApi.json("{'owner':'" + owner + "'}"))
          .expectProblem(403, "forbidden");
      other.post(session.path("/keepalive"), "").expectProblem(403, "forbidden");
      other.delete(session.path("")).expectProblem(403, "forbidden");
    }
    stranger.get(session.path("/stream")).expectProblem(403, "forbidden");
    Api own = api.withNewKey("write", "lock:" + owner);
    own.post(session.path("/keepalive"), "").expect(200);
    own.delete(session.path("")).expect(204);
  }

  private static Instant expiry(JsonNode node) {
    return Instant.parse(node.path("expiresAt").asText());
  }
}
