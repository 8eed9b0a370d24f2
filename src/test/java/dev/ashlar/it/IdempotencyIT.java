package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A POST with an Idempotency-Key has its effect once. */
class IdempotencyIT {
  private final Api api = Api.shared();
  private final String idempotencyKey = Api.unique("once");
  private final String name = Api.unique("name");
  private final String body = "{\"name\":\"" + name + "\",\"role\":\"read\"}";

  @Test
  void theSameCallAgainIsGivenTheFirstAnswer() {
    Api.Answer first = post(api, body).expect(201);
    Api.Answer again = post(api, body).expect(201);

    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    assertThat(keysWithTheName()).isEqualTo(1);
    api.with(again.json().path("key").asText()).get("/api/v1/kv").expect(200);
  }

  @Test
  void theSameKeyWithAnotherRequestIsRefused() {
    post(api, body).expect(201);

    post(api, body.replace("read", "write")).expectProblem(422, "idempotency-key-reused");
    api.post(
            "/api/v1/kv/" + name + "/import",
            body,
            "Content-Type",
            Api.NDJSON,
            "Idempotency-Key",
            idempotencyKey)
        .expectProblem(422, "idempotency-key-reused");
    assertThat(keysWithTheName()).isEqualTo(1);
  }

  @Test
  void callersDoNotShareTheirKeys() {
    Api other = api.withNewKey("admin", "*");

    String first = post(api, body).expect(201).json().path("id").asText();
    String second = post(other, body).expect(201).json().path("id").asText();

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void aCallThatFailedMayBeSentAgain() {
    post(api, "{\"name\":\"-\",\"role\":\"read\"}").expectProblem(400, "invalid-request");

    post(api, body).expect(201);
  }

  @Test
  void ofManyAtOnceOneIsDone() {
    List<CompletableFuture<Api.Answer>> calls =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> post(api, body)))
            .limit(8)
            .toList();
    List<Api.Answer> answers = calls.stream().map(CompletableFuture::join).toList();

    assertThat(answers).extracting(Api.Answer::status).containsOnly(201, 409).contains(201);
    assertThat(
            answers.stream()
                .filter(a -> a.status() == 201)
                .map(a -> a.json().path("id").asText())
                .distinct())
        .hasSize(1);
    answers.stream()
        .filter(a -> a.status() == 409)
        .forEach(
            a -> assertThat(a.expectProblem(409, "conflict").header("Retry-After")).isNotEmpty());
    assertThat(keysWithTheName()).isEqualTo(1);
  }

  @Test
  void anImportIsDoneOnce() {
    String lines = "{\"key\":\"a\",\"value\":\"1\"}\n{oops\n{\"key\":\"b\",\"value\":\"2\"}\n";
    String path = "/api/v1/kv/" + name + "/import";
    String[] headers = {"Content-Type", Api.NDJSON, "Idempotency-Key", idempotencyKey};

    Api.Answer first = api.post(path, lines, headers).expect(200);
    api.put("/api/v1/kv/" + name + "/keys/a", "changed since").expect(200);
    Api.Answer again = api.post(path, lines, headers).expect(200);

    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.json().path("imported").asInt()).isEqualTo(2);
    assertThat(api.get("/api/v1/kv/" + name + "/keys/a").text()).isEqualTo("changed since");
  }

  @Test
  void anAtomicImportThatFailedLeavesNothing() {
    String path = "/api/v1/kv/" + name + "/import?atomic=true";
    String[] headers = {"Content-Type", Api.NDJSON, "Idempotency-Key", idempotencyKey};

    String lines = "{\"key\":\"a\",\"value\":\"1\"}\n{oops\n";
    assertThat(api.post(path, lines, headers).expect(200).json().path("imported").asInt()).isZero();

    api.get("/api/v1/kv/" + name + "/keys/a").expectProblem(404, "bucket-not-found");
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    for (String bad : List.of("x".repeat(256), "with space")) {
      api.post("/api/v1/keys", body, "Idempotency-Key", bad)
          .expectProblem(400, "invalid-request")
          .expectFields("Idempotency-Key");
    }
  }

  private Api.Answer post(Api caller, String json) {
    return caller.post("/api/v1/keys", json, "Idempotency-Key", idempotencyKey);
  }

  private long keysWithTheName() {
    long count = 0;
    String after = "";
    do {
      var page = api.get("/api/v1/keys?limit=1000" + after).expect(200).json();
      count += page.path("items").findValuesAsText("name").stream().filter(name::equals).count();
      after = page.has("next") ? "&after=" + page.path("next").asText() : "";
    } while (!after.isEmpty());
    return count;
  }
}
