package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may see and do what with locks: lists, settings, breaks, roles and scopes. */
class LockAccessIT {
  private final LockApi lock = LockApi.unique();

  @Test
  void aListIsReadPageByPage() {
    List<String> names = new ArrayList<>();
    for (String letter : List.of("a", "b", "c", "d", "e")) {
      new LockApi(lock.api, lock.name + "." + letter).hold(letter);
      names.add(lock.name + "." + letter);
    }
    List<String> read = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = list("?limit=2&prefix=" + lock.name + "." + after);
      assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
      read.addAll(page.path("items").findValuesAsText("lock"));
      after = page.has("next") ? "&after=" + page.path("next").asText() : "";
    } while (!after.isEmpty());

    assertThat(read).isEqualTo(names);
  }

  @Test
  void aListShowsHoldersAndHowManyWait() {
    JsonNode held = lock.hold("a");
    var unused = lock.waitFor("b", "");

    JsonNode item = list("?prefix=" + lock.name).at("/items/0");

    assertThat(item.path("lock").asText()).isEqualTo(lock.name);
    assertThat(item.path("permits").asInt()).isEqualTo(1);
    assertThat(item.path("delay").asText()).isEqualTo("PT0S");
    assertThat(item.path("token").asLong()).isEqualTo(1);
    assertThat(item.at("/holders/0/owner").asText()).isEqualTo("a");
    assertThat(item.path("waiting").asInt()).isEqualTo(1);
    lock.release(held).expect(204);
  }

  @Test
  void electionsAreNotInTheListOfLocks() {
    lock.api
        .post("/api/v1/elections/" + lock.name + "/campaign", "{\"candidate\":\"c\"}")
        .expect(200);

    assertThat(list("?prefix=" + lock.name).path("items")).isEmpty();
    assertThat(list("?prefix=election").path("items")).isEmpty();
  }

  @Test
  void aListHoldsOnlyWhatTheScopesReach() {
    lock.hold("a");
    LockApi other = LockApi.unique();
    other.hold("a");

    JsonNode page = lock.api.withNewKey("read", "lock:" + lock.name).get("/api/v1/locks").json();

    assertThat(page.path("items").findValuesAsText("lock")).containsExactly(lock.name);
  }

  @Test
  void badPagesAreRefused() {
    for (String query : List.of("?limit=0", "?limit=1001", "?limit=x")) {
      lock.api
          .get("/api/v1/locks" + query)
          .expectProblem(400, "invalid-request")
          .expectFields("limit");
    }
  }

  @Test
  void leasesAndSessionsAreForAdministrators() {
    JsonNode session =
        lock.api.post("/api/v1/sessions", LockApi.json("{'owner':'s'}")).expect(201).json();
    JsonNode held = lock.hold("a", ",'session':'" + session.path("id").asText() + "'");

    for (String role : List.of("read", "write")) {
      Api api = lock.api.withNewKey(role, "*");
      JsonNode holder = lock.as(api).detail().path("holders").path(0);
      assertThat(holder.path("owner").asText()).isEqualTo("a");
      assertThat(holder.has("lease")).isFalse();
      assertThat(holder.has("session")).isFalse();
      assertThat(api.get("/api/v1/locks?prefix=" + lock.name).text())
          .contains("\"a\"")
          .doesNotContain(LockApi.lease(held), session.path("id").asText());
    }
    JsonNode seen = lock.detail().path("holders").path(0);
    assertThat(seen.path("lease")).isEqualTo(held.path("lease"));
    assertThat(seen.path("session")).isEqualTo(session.path("id"));
  }

  @Test
  void settingsAreCreatedThenReplaced() {
    JsonNode created = lock.configure("{'permits':5,'delay':'90s'}").expect(201).json();

    assertThat(created.path("permits").asInt()).isEqualTo(5);
    assertThat(created.path("delay").asText()).isEqualTo("PT1M30S");
    assertThat(lock.configure("{'permits':5,'delay':'90s'}").expect(200).json()).isEqualTo(created);
    assertThat(lock.api.get(lock.path("/config")).expect(200).json()).isEqualTo(created);
    JsonNode defaults = lock.configure("{}").expect(200).json();
    assertThat(defaults.path("permits").asInt()).isEqualTo(1);
    assertThat(defaults.path("delay").asText()).isEqualTo("PT0S");
    assertThat(lock.detail().path("permits").asInt()).isEqualTo(1);
  }

  @Test
  void settingsOfALockThatWasUsedAreNewTheFirstTime() {
    lock.release(lock.hold("a")).expect(204);

    lock.configure("{'permits':2}").expect(201);
    assertThat(LockApi.token(lock.hold("b"))).isEqualTo(2);
  }

  @Test
  void breakingIsAudited() {
    lock.breakUp(lock.hold("a"), "?reason=why").expect(204);

    JsonNode newest = lock.api.get("/api/v1/audit?limit=1&action=lock.break").json();
    assertThat(newest.at("/items/0/target").asText()).contains(lock.name);
    assertThat(newest.at("/items/0/actor").asText()).isEqualTo("admin");
  }

  @Test
  void theReasonOfABreakIsAudited() {
    lock.breakUp(lock.hold("a"), "?reason=host-is-on-fire").expect(204);

    assertThat(lock.api.get("/api/v1/audit?limit=1&action=lock.break").text())
        .contains(lock.name, "host-is-on-fire");
  }

  @Test
  void aBreakOfNothingIsNotAudited() {
    JsonNode held = lock.hold("a");
    lock.release(held).expect(204);

    lock.breakUp(held, "").expectProblem(404, "lease-not-found");

    assertThat(lock.api.get("/api/v1/audit?limit=1&action=lock.break").text())
        .doesNotContain(lock.name);
  }

  @Test
  void whatIsNotHeldCannotBeBroken() {
    JsonNode held = lock.hold("a");
    lock.release(held).expect(204);

    lock.breakUp(held, "").expectProblem(404, "lease-not-found");
    lock.api
        .delete(lock.path("/holders/" + UUID.randomUUID()))
        .expectProblem(404, "lease-not-found");
  }

  @Test
  void aReaderOnlyLooks() {
    JsonNode held = lock.hold("a");
    LockApi reader = lock.as(lock.api.withNewKey("read", "lock:*"));

    reader.detail();
    reader.validate(1).expect(200);
    reader.api.get(lock.path("/config")).expect(200);
    reader.acquire("{'owner':'b'}").expectProblem(403, "forbidden");
    reader.renew(held, "30s").expectProblem(403, "forbidden");
    reader.release(held).expectProblem(403, "forbidden");
    reader.configure("{'permits':2}").expectProblem(403, "forbidden");
    reader.breakUp(held, "").expectProblem(403, "forbidden");
    assertThat(lock.holders()).containsExactly("a");
  }

  @Test
  void aWriterDoesNotBreakOrConfigure() {
    LockApi writer = lock.as(lock.api.withNewKey("write", "lock:" + lock.name));
    JsonNode held = writer.hold("a");

    writer.renew(held, "30s").expect(200);
    writer.configure("{'permits':2}").expectProblem(403, "forbidden");
    writer.breakUp(held, "").expectProblem(403, "forbidden");
    writer.release(held).expect(204);
  }

  @Test
  void whatIsOutsideTheScopesIsForbidden() {
    JsonNode held = lock.hold("a");
    for (String scope : List.of("lock:other", "kv:*")) {
      LockApi stranger = lock.as(lock.api.withNewKey("admin", scope));

      stranger.api.get(lock.path("")).expectProblem(403, "forbidden");
      stranger.api.get(lock.path("/config")).expectProblem(403, "forbidden");
      stranger.validate(1).expectProblem(403, "forbidden");
      stranger.acquire("{'owner':'b'}").expectProblem(403, "forbidden");
      stranger.renew(held, "30s").expectProblem(403, "forbidden");
      stranger.release(held).expectProblem(403, "forbidden");
      stranger.configure("{}").expectProblem(403, "forbidden");
      stranger.breakUp(held, "").expectProblem(403, "forbidden");
    }
    assertThat(lock.holders()).containsExactly("a");
  }

  @Test
  void withoutAKeyNothingIsAnswered() {
    LockApi nobody = lock.as(lock.api.anonymous());

    nobody.acquire("{'owner':'a'}").expectProblem(401, "unauthenticated");
    nobody.api.get(lock.path("")).expectProblem(401, "unauthenticated");
  }

  private JsonNode list(String query) {
    return lock.api.get("/api/v1/locks" + query).expect(200).json();
  }
}
