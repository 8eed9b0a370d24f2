package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of the past, reads that wait, and reads that may be a little old. */
class KvReadsIT {
  private final KvBucketApi bucket = KvBucketApi.unique("reads");
  private final Api api = bucket.api;

  @Test
  void whatStoodAtARevisionIsRead() {
    bucket.put("a", "one");
    bucket.put("b", "x");
    JsonNode second = bucket.put("a", "two");
    bucket.delete("a");
    bucket.put("a", "three");

    assertThat(at("a", 1).expect(200).text()).isEqualTo("one");
    assertThat(at("a", 2).expect(200).header("ETag")).isEqualTo("\"1\"");
    Api.Answer read = at("a", 3).expect(200);
    assertThat(read.text()).isEqualTo("two");
    assertThat(read.header("Ashlar-Revision")).isEqualTo("3");
    assertThat(read.header("Ashlar-Version")).isEqualTo(second.path("version").asText());
    assertThat(read.header("Content-Type")).isEqualTo("text/plain");
    at("a", 4).expectProblem(404, "key-not-found");
    assertThat(at("a", 5).expect(200).text()).isEqualTo("three");
    at("b", 1).expectProblem(404, "key-not-found");
    api.get(bucket.key("a") + "?revision=3", "If-None-Match", "\"3\"").expect(304);
    assertThat(api.head(bucket.key("a") + "?revision=3").expect(200).header("Content-Length"))
        .isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "-1", "x", "", "1.5", "99999999999999999999"})
  void aRevisionThatIsNone(String revision) {
    bucket.put("a", "v");

    api.get(bucket.key("a") + "?revision=" + revision)
        .expectProblem(400, "invalid-request")
        .expectFields("revision");
    api.get(bucket.path("/keys?revision=") + revision)
        .expectProblem(400, "invalid-request")
        .expectFields("revision");
  }

  @Test
  void thePastEndsWhereTheHistoryDoes() {
    bucket.configure("{'historyCount':2}").expect(201);
    for (int i = 1; i <= 5; i++) {
      bucket.put("a", "v" + i);
    }

    Api.Answer gone = at("a", 2).expectProblem(410, "compacted");
    assertThat(gone.json().path("oldestRevision").asLong()).isEqualTo(3);
    assertThat(at("a", 3).expect(200).text()).isEqualTo("v3");
    assertThat(at("a", 5).expect(200).text()).isEqualTo("v5");
    api.get(bucket.path("/keys?revision=2")).expectProblem(410, "compacted");
    assertThat(bucket.history("a", "").path("items").findValuesAsText("value"))
        .containsExactly("v4", "v5");
    api.post(bucket.key("a") + "/restore", "{\"revision\":2}").expectProblem(410, "compacted");
    api.get(bucket.path("/watch?from=2&wait=0s"), "Accept", "application/json")
        .expectProblem(410, "compacted");
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?from=2")) {
      assertThat(watch.await("compacted").data().path("oldestRevision").asLong()).isEqualTo(3);
      watch.awaitEnd();
      assertThat(watch.changes()).isEmpty();
    }
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?from=3")) {
      watch.changes(2);
      assertThat(watch.shown()).containsExactly("4 put a", "5 put a");
    }
  }

  @Test
  void whatIsTooOldIsNotToldEvenIfItIsStillThere() {
    bucket.configure("{'historyAge':'1ms'}").expect(201);
    bucket.put("a", "v1");
    bucket.put("a", "v2");

    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> at("a", 1).status() == 410);
    assertThat(at("a", 1).json().path("oldestRevision").asLong()).isEqualTo(2);
    assertThat(at("a", 2).expect(200).text()).isEqualTo("v2");
    bucket.configure("{}").expect(200);
    assertThat(at("a", 1).expect(200).text()).isEqualTo("v1");
  }

  @Test
  void aReadWaitsUntilARevisionIsVisible() {
    bucket.put("a", "one");
    CompletableFuture<Api.Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> api.get(bucket.key("a") + "?after-revision=3&wait=20s"));
    bucket.put("b", "x");
    assertThat(waiting).isNotDone();
    bucket.put("a", "two");

    assertThat(waiting.join().expect(200).text()).isEqualTo("two");
    api.get(bucket.key("a") + "?after-revision=1").expect(200);
    api.get(bucket.key("a") + "?after-revision=9&wait=50ms")
        .expectProblem(503, "revision-not-visible");
    api.get(bucket.key("a") + "?after-revision=x").expectProblem(400, "invalid-request");
    api.get("/api/v1/kv/" + Api.unique("none") + "/keys/a?after-revision=1")
        .expectProblem(404, "bucket-not-found");
  }

  @Test
  void anEventualReadSaysHowOldItMayBe() {
    bucket.put("a", "one");
    String path = bucket.key("a") + "?consistency=eventual";

    Api.Answer first = api.get(path).expect(200);
    bucket.put("a", "two");
    assertThat(Duration.parse(first.header("Ashlar-Staleness"))).isZero();
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              Api.Answer again = api.get(path).expect(200);
              Duration staleness = Duration.parse(again.header("Ashlar-Staleness"));
              assertThat(staleness).isBetween(Duration.ZERO, Duration.ofSeconds(1));
              assertThat(again.text()).isIn("one", "two");
              return again.text().equals("two");
            });
    assertThat(api.get(bucket.key("a")).header("Ashlar-Staleness")).isEmpty();
    assertThat(api.get(bucket.key("a") + "?consistency=linearizable").expect(200).text())
        .isEqualTo("two");
    api.get(bucket.key("a") + "?consistency=strong").expectProblem(400, "invalid-request");
    api.get(bucket.key("none") + "?consistency=eventual").expectProblem(404, "key-not-found");
  }

  /** What a client was told before, by whatever node, it sees again. */
  @Test
  void anEventualReadAfterARevisionIsNotOlderThanThat() {
    bucket.put("a", "one");
    api.get(bucket.key("a") + "?consistency=eventual").expect(200);
    long revision = bucket.put("a", "two").path("revision").asLong();

    Api.Answer read =
        api.get(bucket.key("a") + "?consistency=eventual&after-revision=" + revision).expect(200);

    assertThat(read.text()).isEqualTo("two");
    assertThat(read.header("Ashlar-Staleness")).as("how old it may be").isNotEmpty();
  }

  private Api.Answer at(String key, long revision) {
    return api.get(bucket.key(key) + "?revision=" + revision);
  }
}
