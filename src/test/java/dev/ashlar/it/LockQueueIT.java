package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who waits for a lock, and whose turn it is. */
class LockQueueIT {
  private final LockApi lock = LockApi.unique();

  @Test
  void whoCameFirstIsServedFirst() {
    JsonNode held = lock.hold("holder");
    List<CompletableFuture<Api.Answer>> waiting = new ArrayList<>();
    List<String> owners = List.of("e", "d", "c", "b", "a");
    owners.forEach(owner -> waiting.add(lock.waitFor(owner, "")));
    assertThat(lock.waiters()).isEqualTo(owners);

    for (int i = 0; i < owners.size(); i++) {
      lock.release(held).expect(204);
      held = LockApi.granted(waiting.get(i));
      assertThat(LockApi.token(held)).isEqualTo(i + 2L);
      assertThat(lock.holders()).containsExactly(owners.get(i));
      assertThat(waiting.subList(i + 1, owners.size())).noneMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void aWaitThatRunsOutIsToldItsPlace() {
    lock.hold("holder");
    var unused = lock.waitFor("first", "");

    Api.Answer out =
        lock.acquire("{'owner':'second','wait':'300ms'}").expectProblem(409, "lock-held");

    assertThat(out.json().path("place").asLong()).isEqualTo(2);
    assertThat(out.json().path("holders").findValuesAsText("owner")).containsExactly("holder");
    assertThat(lock.waiters()).containsExactly("first");
    lock.breakUp(lock.detail().path("holders").path(0), "").expect(204);
  }

  @Test
  void aPlaceIsRightBehindManyToo() {
    lock.hold("holder");
    List<CompletableFuture<Api.Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      waiting.add(lock.acquireLater("{'owner':'w" + i + "','wait':'60s','mode':'shared'}"));
    }
    LockApi.soon().until(() -> lock.waiters().size() == 40);

    Api.Answer out = lock.acquire("{'owner':'last'}").expectProblem(409, "lock-held");

    assertThat(out.json().path("place").asLong()).isEqualTo(41);
    lock.breakUp(lock.detail().path("holders").path(0), "").expect(204);
    waiting.forEach(LockApi::granted);
  }

  @Test
  void readersShare() {
    JsonNode first = lock.hold("a", ",'mode':'shared'");
    JsonNode second = lock.hold("b", ",'mode':'shared'");

    assertThat(first.path("mode").asText()).isEqualTo("shared");
    assertThat(LockApi.token(second)).isGreaterThan(LockApi.token(first));
    lock.acquire("{'owner':'w'}").expectProblem(409, "lock-held");
    lock.release(first).expect(204);
    lock.acquire("{'owner':'w'}").expectProblem(409, "lock-held");
    lock.release(second).expect(204);
    lock.hold("w");
    lock.acquire("{'owner':'a','mode':'shared'}").expectProblem(409, "lock-held");
  }

  @Test
  void aWriterWhoWaitsIsNotPassedByLaterReaders() {
    JsonNode first = lock.hold("a", ",'mode':'shared'");
    var writer = lock.waitFor("w", "");
    var second = lock.waitFor("b", ",'mode':'shared'");
    var third = lock.waitFor("c", ",'mode':'shared'");
    lock.acquire("{'owner':'d','mode':'shared'}").expectProblem(409, "lock-held");

    lock.release(first).expect(204);
    JsonNode written = LockApi.granted(writer);
    assertThat(second).isNotDone();
    lock.release(written).expect(204);

    assertThat(LockApi.token(LockApi.granted(second))).isEqualTo(3);
    assertThat(LockApi.token(LockApi.granted(third))).isEqualTo(4);
    assertThat(lock.holders()).containsExactly("b", "c");
  }

  @Test
  void asManyHoldItAsThereArePermits() {
    lock.configure("{'permits':3}").expect(201);
    JsonNode two = lock.hold("a", ",'permits':2");
    lock.hold("b");

    assertThat(two.path("permits").asInt()).isEqualTo(2);
    lock.acquire("{'owner':'c'}").expectProblem(409, "lock-held");
    var many = lock.waitFor("many", ",'permits':2");
    var few = lock.waitFor("few", "");
    lock.release(two).expect(204);
    JsonNode given = LockApi.granted(many);
    assertThat(few).isNotDone();
    lock.release(given).expect(204);
    LockApi.granted(few);
    assertThat(lock.holders()).containsExactly("b", "few");
  }

  @Test
  void whoWantsManyPermitsIsNotPassedByWhoWantsFew() {
    lock.configure("{'permits':2}").expect(201);
    JsonNode held = lock.hold("a");
    var many = lock.waitFor("many", ",'permits':2");

    lock.acquire("{'owner':'few'}").expectProblem(409, "lock-held");

    lock.release(held).expect(204);
    LockApi.granted(many);
  }

  @Test
  void morePermitsLetTheNextInAtOnce() {
    lock.hold("a");
    var waiting = lock.waitFor("b", "");

    lock.configure("{'permits':2}").expect(201);

    LockApi.granted(waiting);
    assertThat(lock.holders()).containsExactly("a", "b");
  }

  @Test
  void whatIsReleasedIsHandedOnInWellUnderASecond() {
    JsonNode held = lock.hold("a");
    var waiting = lock.waitFor("b", "");

    lock.release(held).expect(204);

    LockApi.within(Duration.ofMillis(500)).until(waiting::isDone);
    LockApi.granted(waiting);
  }

  @Test
  void afterAnExpiryTheLockRests() {
    lock.configure("{'delay':'2s'}").expect(201);
    JsonNode held = lock.hold("a", ",'ttl':'1s'");

    JsonNode next = LockApi.granted(lock.waitFor("b", ""));

    assertThat(restedBefore(next, held.path("expiresAt").asText()))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  @Test
  void afterABreakTheLockRests() {
    lock.configure("{'delay':'2s'}").expect(201);
    lock.breakUp(lock.hold("a"), "").expect(204);
    lock.acquire("{'owner':'b'}").expectProblem(409, "lock-held");

    JsonNode next = LockApi.granted(lock.waitFor("b", ""));

    String broken = lock.detail().at("/history/0/releasedAt").asText();
    assertThat(restedBefore(next, broken)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  @Test
  void afterAReleaseTheLockDoesNotRest() {
    lock.configure("{'delay':'1h'}").expect(201);

    lock.release(lock.hold("a")).expect(204);

    lock.hold("b");
  }

  private static Duration restedBefore(JsonNode grant, String lost) {
    return Duration.between(
        java.time.Instant.parse(lost), java.time.Instant.parse(grant.path("acquiredAt").asText()));
  }
}
