package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API keys: made, listed, held to their role and scopes, ended. */
class KeysIT {
  private final Api admin = Api.shared();

  @Test
  void aNewKeyIsShownOnceAndWorks() {
    Api.Answer created = admin.createKey("read", "kv:orders", "queue:*");
    JsonNode key = created.json();

    assertThat(created.header("Location")).endsWith("/api/v1/keys/" + key.path("id").asText());
    assertThat(key.path("role").asText()).isEqualTo("read");
    assertThat(key.path("scopes"))
        .extracting(JsonNode::asText)
        .containsExactly("kv:orders", "queue:*");
    assertThat(Instant.parse(key.path("createdAt").asText()))
        .isBefore(Instant.now().plusSeconds(60));
    assertThat(key.has("expiresAt")).isFalse();
    admin.with(key.path("key").asText()).get("/api/v1/kv").expect(200);

    JsonNode listed = listed(key.path("id").asText());
    assertThat(listed.path("name")).isEqualTo(key.path("name"));
    assertThat(listed.path("lastUsedAt").asText()).isNotEmpty();
    assertThat(listed.has("key")).isFalse();
    assertThat(admin.get("/api/v1/keys").text()).doesNotContain(key.path("key").asText());
  }

  @Test
  void aListCanBeReadPageByPage() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(admin.createKey("read").json().path("id").asText());
    }
    List<String> read = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = admin.get("/api/v1/keys?limit=2" + after).expect(200).json();
      page.path("items").forEach(item -> read.add(item.path("id").asText()));
      after = page.has("next") ? "&after=" + page.path("next").asText() : "";
    } while (!after.isEmpty());

    assertThat(read).doesNotHaveDuplicates().containsAll(ids);
  }

  @Test
  void aDeletedKeyIsRefusedWithinASecond() {
    JsonNode key = admin.createKey("read").json();
    Api reader = admin.with(key.path("key").asText());
    reader.get("/api/v1/kv").expect(200);

    admin.delete("/api/v1/keys/" + key.path("id").asText()).expect(204);

    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> reader.get("/api/v1/kv").status() == 401);
    admin.delete("/api/v1/keys/" + key.path("id").asText()).expectProblem(404, "not-found");
  }

  @Test
  void aKeyEndsWhenItExpires() {
    Instant end = Instant.now().plusMillis(2_500);
    String key =
        admin
            .post(
                "/api/v1/keys",
                "{\"name\":\"short\",\"role\":\"read\",\"expiresAt\":\"" + end + "\"}")
            .expect(201)
            .json()
            .path("key")
            .asText();
    Api reader = admin.with(key);

    reader.get("/api/v1/kv").expect(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> reader.get("/api/v1/kv").status() == 401);
    assertThat(Instant.now()).isAfter(end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "bearer\tx", "Bearer unknown"})
  void withoutAValidKeyNothingIsAnswered(String authorization) {
    Api.Answer answer =
        authorization.isEmpty()
            ? admin.anonymous().get("/api/v1/kv")
            : admin.anonymous().get("/api/v1/kv", "Authorization", authorization);

    answer.expectProblem(401, "unauthenticated");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/nothing",
        "/nothing",
        "/metrics",
        "/openapi",
        "/openapi-ui/",
        "/api/v1/cluster/nodes",
        "/api/v1/audit",
        "/api/v1/console/overview"
      })
  void whatIsThereOrNotIsNotToldWithoutAKey(String path) {
    admin.anonymous().get(path).expectProblem(401, "unauthenticated");
  }

  @ParameterizedTest
  @CsvSource({
    "read, GET, /api/v1/kv, 200",
    "read, GET, /api/v1/cluster/nodes, 200",
    "read, PUT, /api/v1/kv/roles/keys/k, 403",
    "read, DELETE, /api/v1/kv/roles/keys/k, 403",
    "read, POST, /api/v1/kv/roles/import, 403",
    "read, GET, /api/v1/keys, 403",
    "read, GET, /api/v1/audit, 403",
    "write, PUT, /api/v1/kv/roles/keys/k, 201",
    "write, GET, /api/v1/keys, 403",
    "write, GET, /api/v1/audit, 403",
    "write, DELETE, /api/v1/keys/c0a80101-0000-4000-8000-000000000000, 403",
    "write, POST, /api/v1/keys/c0a80101-0000-4000-8000-000000000000/aws-credentials, 403",
    "admin, POST, /api/v1/keys/c0a80101-0000-4000-8000-000000000000/aws-credentials, 404",
    "admin, GET, /api/v1/keys, 200",
    "admin, GET, /api/v1/audit, 200",
    "admin, DELETE, /api/v1/keys/c0a80101-0000-4000-8000-000000000000, 404"
  })
  void aKeyDoesWhatItsRoleAllows(String role, String method, String path, int status) {
    String ours = path.replace("/roles/", "/" + Api.unique("roles") + "/");
    String[] type =
        path.endsWith("import") ? new String[] {"Content-Type", Api.NDJSON} : new String[0];
    Api.Answer answer =
        admin
            .withNewKey(role, "*")
            .send(method, ours, java.net.http.HttpRequest.BodyPublishers.ofString(""), type);

    answer.expect(status);
    if (status == 403) {
      answer.expectProblem(403, "forbidden");
    }
  }

  @Test
  void aKeyReachesOnlyItsScopes() {
    String mine = Api.unique("scope");
    String other = Api.unique("scope");
    admin.put("/api/v1/kv/" + other + "/keys/k", "v").expect(201);
    Api scoped = admin.withNewKey("write", "kv:" + mine, "queue:*");

    scoped.put("/api/v1/kv/" + mine + "/keys/k", "v").expect(201);
    scoped.get("/api/v1/kv/" + mine + "/keys").expect(200);
    scoped.get("/api/v1/kv/" + other + "/keys/k").expectProblem(403, "forbidden");
    scoped.head("/api/v1/kv/" + other + "/keys/k").expect(403);
    scoped.put("/api/v1/kv/" + other + "/keys/k", "v").expectProblem(403, "forbidden");
    scoped.delete("/api/v1/kv/" + other + "/keys/k").expectProblem(403, "forbidden");
    scoped.get("/api/v1/kv/" + other + "/keys").expectProblem(403, "forbidden");
    scoped.get("/api/v1/kv/" + other + "/export").expectProblem(403, "forbidden");
    scoped
        .post("/api/v1/kv/" + other + "/import", "", "Content-Type", Api.NDJSON)
        .expectProblem(403, "forbidden");
    assertThat(scoped.get("/api/v1/kv?limit=1000").json().path("items").findValuesAsText("bucket"))
        .containsExactly(mine);
  }

  @Test
  void whatIsNotThereIsNotToldOutsideTheScopes() {
    Api scoped = admin.withNewKey("read", "kv:mine");

    scoped.get("/api/v1/kv/never-made/keys/k").expectProblem(403, "forbidden");
  }

  @Test
  void changesOfKeysAreInTheAuditLog() {
    Instant before = Instant.now().minusSeconds(60);
    JsonNode key = admin.createKey("admin").json();
    Api second = admin.with(key.path("key").asText());
    String victim = admin.createKey("read").json().path("id").asText();

    second.delete("/api/v1/keys/" + victim).expect(204);

    JsonNode log = admin.get("/api/v1/audit?limit=3").expect(200).json();
    JsonNode newest = log.path("items").get(0);
    assertThat(newest.path("action").asText()).isEqualTo("key.delete");
    assertThat(newest.path("actor").asText()).isEqualTo(key.path("name").asText());
    assertThat(newest.path("target").asText()).contains(victim);
    assertThat(newest.path("from").asText()).isEqualTo("127.0.0.1");
    assertThat(Instant.parse(newest.path("at").asText())).isAfter(before);
    assertThat(log.path("items").findValuesAsText("action"))
        .containsExactly("key.delete", "key.create", "key.create");
    assertThat(log.path("items").get(2).path("actor").asText()).isEqualTo("admin");
    assertThat(log.toString()).doesNotContain(key.path("key").asText());
  }

  @Test
  void aChangeThatIsRefusedIsNotInTheAuditLog() {
    String newest = admin.get("/api/v1/audit?limit=1").json().path("items").toString();

    admin.delete("/api/v1/keys/c0a80101-0000-4000-8000-000000000000").expect(404);
    admin.post("/api/v1/keys", "{\"name\":\"-\"}").expect(400);

    assertThat(admin.get("/api/v1/audit?limit=1").json().path("items").toString())
        .isEqualTo(newest);
  }

  @Test
  void theAuditLogIsReadPageByPageNewestFirst() {
    for (int i = 0; i < 5; i++) {
      admin.createKey("read");
    }
    List<Long> ids = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = admin.get("/api/v1/audit?limit=2" + after).expect(200).json();
      page.path("items").forEach(item -> ids.add(item.path("id").asLong()));
      after = page.has("next") ? "&after=" + page.path("next").asText() : "";
    } while (!after.isEmpty() && ids.size() < 200);

    assertThat(ids).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(ids).hasSizeGreaterThanOrEqualTo(5);
  }

  private JsonNode listed(String id) {
    String after = "";
    do {
      JsonNode page = admin.get("/api/v1/keys?limit=1000" + after).expect(200).json();
      for (JsonNode item : page.path("items")) {
        if (item.path("id").asText().equals(id)) {
          return item;
        }
      }
      after = page.has("next") ? "&after=" + page.path("next").asText() : "";
    } while (!after.isEmpty());
    throw new AssertionError("not listed: " + id);
  }
}
