package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One lock over HTTP: acquired, renewed, released, looked at. */
class LockIT {
  private final LockApi lock = LockApi.unique();

  @Test
  void whatIsFreeIsGranted() {
    JsonNode grant =
        lock.acquire("{'owner':'host-7','ttl':'30s','metadata':{'pid':4711}}").expect(200).json();

    assertThat(grant.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "lock",
            "lease",
            "owner",
            "mode",
            "token",
            "permits",
            "acquiredAt",
            "expiresAt",
            "metadata");
    assertThat(grant.path("lock").asText()).isEqualTo(lock.name);
    assertThat(UUID.fromString(LockApi.lease(grant))).isNotNull();
    assertThat(grant.path("owner").asText()).isEqualTo("host-7");
    assertThat(grant.path("mode").asText()).isEqualTo("exclusive");
    assertThat(grant.path("token").isIntegralNumber()).isTrue();
    assertThat(LockApi.token(grant)).isEqualTo(1);
    assertThat(grant.at("/metadata/pid").asInt()).isEqualTo(4711);
    assertThat(lasts(grant)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatIsHeldIsRefusedWithTheHoldersAndAPlace() {
    JsonNode held = lock.hold("a", ",'metadata':{'pid':1}");

    Api.Answer refused = lock.acquire("{'owner':'b'}").expectProblem(409, "lock-held");

    JsonNode holder = refused.json().path("holders").path(0);
    assertThat(refused.json().path("holders")).hasSize(1);
    assertThat(holder.path("owner").asText()).isEqualTo("a");
    assertThat(LockApi.token(holder)).isEqualTo(LockApi.token(held));
    assertThat(holder.path("mode").asText()).isEqualTo("exclusive");
    assertThat(holder.path("expiresAt")).isEqualTo(held.path("expiresAt"));
    assertThat(refused.json().path("place").asLong()).isEqualTo(1);
    assertThat(refused.text()).doesNotContain(LockApi.lease(held));
    assertThat(lock.waiters()).isEmpty();
  }

  @Test
  void theTokenRisesWithEveryGrant() {
    for (long token = 1; token <= 4; token++) {
      JsonNode held = lock.hold("a");
      assertThat(LockApi.token(held)).isEqualTo(token);
      lock.release(held).expect(204);
    }
  }

  @Test
  void renewingMovesTheEndAndAnswersLikeAcquire() {
    JsonNode held = lock.hold("a", ",'ttl':'5s','metadata':{'a':1}");

    JsonNode renewed = lock.renew(held, "1h").expect(200).json();

    for (String same : new String[] {"lock", "lease", "owner", "mode", "token", "metadata"}) {
      assertThat(renewed.path(same)).as(same).isEqualTo(held.path(same));
    }
    assertThat(renewed.path("acquiredAt")).isEqualTo(held.path("acquiredAt"));
    assertThat(lasts(renewed)).isGreaterThanOrEqualTo(Duration.ofHours(1));
    assertThat(lock.detail().at("/holders/0/expiresAt")).isEqualTo(renewed.path("expiresAt"));
  }

  @Test
  void aLeaseThatIsRenewedLastsPastItsFirstEnd() {
    JsonNode held = lock.hold("a", ",'ttl':'1s'");
    Instant later = Instant.now().plusMillis(2_500);
    while (Instant.now().isBefore(later)) {
      lock.renew(held, "1s").expect(200);
    }

    lock.acquire("{'owner':'b'}").expectProblem(409, "lock-held");
  }

  @Test
  void whatExpiresIsFreeAndItsLeaseLost() {
    JsonNode held = lock.hold("a", ",'ttl':'1s'");

    JsonNode next = lock.acquire("{'owner':'b','wait':'20s'}").expect(200).json();

    assertThat(at(next, "acquiredAt")).isAfterOrEqualTo(at(held, "expiresAt"));
    assertThat(Duration.between(at(held, "expiresAt"), at(next, "acquiredAt")))
        .isLessThan(Duration.ofSeconds(1));
    assertThat(lost(held)).contains("not renewed in time");
  }

  @Test
  void whatWasReleasedIsFreeAndItsLeaseLost() {
    JsonNode held = lock.hold("a");

    lock.release(held).expect(204);

    assertThat(lost(held)).contains("released");
    lock.hold("b");
  }

  @Test
  void whatWasBrokenIsFreeAndItsLeaseLostForAReason() {
    JsonNode held = lock.hold("a");

    lock.breakUp(held, "?reason=host%20is%20on%20fire").expect(204);

    assertThat(lost(held)).contains("administrator", "host is on fire");
    lock.hold("b");
  }

  @Test
  void aLeaseThatNeverWasIsLost() {
    lock.hold("a");

    assertThat(lost(Api.JSON.createObjectNode().put("lease", UUID.randomUUID().toString())))
        .contains("no such lease");
  }

  @Test
  void whatIsReleasedTwiceIsReleased() {
    JsonNode held = lock.hold("a");

    assertThat(lock.release(held).expect(204).bytes()).isEmpty();
    lock.release(held).expect(204);
    JsonNode next = lock.hold("b");
    lock.release(held).expect(204);

    assertThat(lock.holders()).containsExactly("b");
    assertThat(LockApi.token(next)).isEqualTo(2);
  }

  @Test
  void aLockThatNeverWasLooksFree() {
    JsonNode detail = lock.detail();

    assertThat(detail.path("lock").asText()).isEqualTo(lock.name);
    assertThat(detail.path("permits").asInt()).isEqualTo(1);
    assertThat(detail.path("delay").asText()).isEqualTo("PT0S");
    assertThat(detail.path("token").asLong()).isZero();
    for (String list : new String[] {"holders", "waiters", "history"}) {
      assertThat(detail.path(list).isArray()).as(list).isTrue();
      assertThat(detail.path(list)).as(list).isEmpty();
    }
  }

  @Test
  void whoHoldsItAndWhoWaitsIsShown() {
    JsonNode held = lock.hold("a", ",'metadata':{'pid':1}");
    var unusedB = lock.waitFor("b", "");
    var unusedC = lock.waitFor("c", ",'mode':'shared'");

    JsonNode detail = lock.detail();

    JsonNode holder = detail.path("holders").path(0);
    assertThat(holder.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "lease", "owner", "mode", "token", "permits", "acquiredAt", "expiresAt", "metadata");
    assertThat(holder.path("lease")).isEqualTo(held.path("lease"));
    assertThat(holder.path("permits").asInt()).isEqualTo(1);
    JsonNode last = detail.path("waiters").path(1);
    assertThat(last.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("owner", "mode", "place", "since");
    assertThat(last.path("owner").asText()).isEqualTo("c");
    assertThat(last.path("mode").asText()).isEqualTo("shared");
    assertThat(last.path("place").asLong()).isEqualTo(2);
    assertThat(at(last, "since")).isAfter(at(held, "acquiredAt"));
    lock.release(held).expect(204);
  }

  @Test
  void whoHeldItAndHowThatEndedIsShown() {
    lock.release(lock.hold("a")).expect(204);
    lock.breakUp(lock.hold("b"), "?reason=why").expect(204);
    JsonNode expiring = lock.hold("c", ",'ttl':'1s'");
    LockApi.soon().until(() -> lock.detail().path("history").size() == 3);

    JsonNode history = lock.detail().path("history");

    assertThat(history.findValuesAsText("owner")).containsExactlyInAnyOrder("a", "b", "c");
    for (JsonNode past : history) {
      assertThat(at(past, "releasedAt")).isAfterOrEqualTo(at(past, "acquiredAt"));
      String owner = past.path("owner").asText();
      assertThat(past.path("token").asLong()).isEqualTo(owner.charAt(0) - 'a' + 1);
      assertThat(past.path("how").asText())
          .isEqualTo(owner.equals("a") ? "released" : owner.equals("b") ? "broken" : "expired");
      if (owner.equals("c")) {
        assertThat(at(past, "releasedAt")).isAfterOrEqualTo(at(expiring, "expiresAt"));
      }
    }
  }

  @Test
  void aTokenIsValidWhileItIsHeld() {
    JsonNode first = lock.hold("a");
    assertThat(lock.validate(1).expect(200).json())
        .isEqualTo(Api.JSON.createObjectNode().put("valid", true).put("token", 1));
    lock.release(first).expect(204);
    assertValid(1, false, 1);
    lock.hold("b", ",'ttl':'1s'");
    assertValid(1, false, 2);
    assertValid(2, true, 2);
    assertValid(3, false, 2);
    LockApi.soon().until(() -> !lock.validate(2).json().path("valid").asBoolean());
  }

  private void assertValid(long token, boolean valid, long newest) {
    JsonNode answer = lock.validate(token).expect(200).json();
    assertThat(answer.path("valid").asBoolean()).as("%s", token).isEqualTo(valid);
    assertThat(LockApi.token(answer)).isEqualTo(newest);
  }

  @Test
  void whoAsksToReenterHoldsItUntilItIsReleasedAsOften() {
    JsonNode held = lock.hold("a", ",'reentrant':true");
    JsonNode again = lock.hold("a", ",'reentrant':true");

    assertThat(again.path("lease")).isEqualTo(held.path("lease"));
    assertThat(again.path("token")).isEqualTo(held.path("token"));
    lock.acquire("{'owner':'a'}").expectProblem(409, "lock-held");
    lock.acquire("{'owner':'b','reentrant':true}").expectProblem(409, "lock-held");
    lock.release(held).expect(204);
    assertThat(lock.holders()).containsExactly("a");
    lock.release(held).expect(204);
    assertThat(lock.holders()).isEmpty();
  }

  /** The problem's words. */
  private String lost(JsonNode grant) {
    return lock.renew(grant, "30s").expectProblem(410, "lease-lost").json().path("detail").asText();
  }

  private static Instant at(JsonNode node, String field) {
    return Instant.parse(node.path(field).asText());
  }

  private static Duration lasts(JsonNode grant) {
    return Duration.between(at(grant, "acquiredAt"), at(grant, "expiresAt"));
  }
}
