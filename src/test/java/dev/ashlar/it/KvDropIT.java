package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The end of a bucket. */
class KvDropIT {
  private final KvBucketApi bucket = KvBucketApi.unique("drop");
  private final Api api = bucket.api;

  @Test
  void allOfItIsGoneAndANewOneGoesOnWithItsRevisions() {
    bucket.configure("{'maxKeys':2}").expect(201);
    bucket.put("a", "one");
    bucket.put("b", "two");

    api.delete(bucket.path("")).expect(204);
    for (String path :
        new String[] {
          "/keys",
          "/keys/a",
          "/config",
          "/history?key=a",
          "/watch",
          "/export",
          "/keys/a?revision=1",
          "/keys/a?consistency=eventual"
        }) {
      api.get(bucket.path(path)).expectProblem(404, "bucket-not-found");
    }
    api.delete(bucket.path("")).expectProblem(404, "bucket-not-found");
    api.delete(bucket.path("/keys?prefix=")).expectProblem(404, "bucket-not-found");
    api.delete(bucket.key("a")).expectProblem(404, "bucket-not-found");
    bucket.prolong("a", "{'ttl':null}").expectProblem(404, "bucket-not-found");
    assertThat(api.get("/api/v1/kv?limit=1000").text()).doesNotContain('"' + bucket.name + '"');

    JsonNode again = bucket.put("a", "new");
    long first = again.path("revision").asLong();
    assertThat(first).isGreaterThan(2);
    assertThat(again.path("version").asLong()).isEqualTo(1);
    assertThat(bucket.keys("")).containsExactly("a");
    assertThat(bucket.history("a", "").path("items")).hasSize(1);
    assertThat(bucket.history("b", "").path("items")).isEmpty();
    api.get(bucket.key("a") + "?revision=1").expectProblem(410, "compacted");
    api.get(bucket.path("/keys?revision=2")).expectProblem(410, "compacted");
    bucket.put("b", "x");
    bucket.put("c", "x");
    assertThat(bucket.list("?count=true").path("count").asLong()).as("no quota").isEqualTo(3);
    assertThat(bucket.revision()).isEqualTo(first + 2);
  }

  @Test
  void watchersAreTold() {
    bucket.put("a", "one");
    CompletableFuture<Api.Answer> poll =
        CompletableFuture.supplyAsync(
            () -> api.get(bucket.path("/watch?wait=30s"), "Accept", "application/json"));
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?from=0");
        KvWatch quiet = KvWatch.open(api, bucket.name, "?prefix=none")) {
      watch.changes(1);
      quiet.await("progress");
      api.delete(bucket.path("")).expect(204);

      watch.await("compacted");
      watch.awaitEnd();
      quiet.await("compacted");
      quiet.awaitEnd();
      assertThat(poll.join().status()).isIn(404, 410);
      long first = bucket.put("a", "new").path("revision").asLong();
      assertThat(watch.shown()).containsExactly("1 put a");
      try (KvWatch stale = KvWatch.open(api, bucket.name, "?from=1");
          KvWatch fresh = KvWatch.open(api, bucket.name, "?from=" + (first - 1))) {
        assertThat(stale.await("compacted").data().path("oldestRevision").asLong())
            .isBetween(2L, first);
        fresh.changes(1);
        assertThat(fresh.shown()).containsExactly(first + " put a");
      }
    }
  }

  /** It comes between two writes, and neither revisions nor totals suffer. */
  @Test
  void writersMayGoOnMeanwhile() {
    bucket.put("a", "0");
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              long last = 0;
              for (int i = 0; i < 100; i++) {
                long revision = bucket.put("k" + i % 7, "v").path("revision").asLong();
                assertThat(revision).isGreaterThan(last);
                last = revision;
              }
            });
    int drops = 0;
    while (!writer.isDone()) {
      drops += api.delete(bucket.path("")).status() == 204 ? 1 : 0;
    }
    writer.join();

    long last = bucket.put("end", "v").path("revision").asLong();
    assertThat(last).isEqualTo(1 + 100 + drops + 1);
    int keys = bucket.list("?count=true").path("count").asInt();
    for (JsonNode item : api.get("/api/v1/kv?limit=1000").json().path("items")) {
      if (item.path("bucket").asText().equals(bucket.name)) {
        assertThat(item.path("keys").asInt()).isEqualTo(keys);
        assertThat(item.path("revision").asLong()).isEqualTo(last);
      }
    }
  }
}
