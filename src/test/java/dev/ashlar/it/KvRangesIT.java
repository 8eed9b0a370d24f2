package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of keys. */
class KvRangesIT {
  private final KvBucketApi bucket = KvBucketApi.unique("ranges");
  private final Api api = bucket.api;

  @Test
  void aRangeHasItsStartAndNotItsEnd() {
    List.of("a", "b", "b/1", "c", "é", "🔑").forEach(key -> bucket.put(key, key));

    assertThat(bucket.keys("?start=b&end=c")).containsExactly("b", "b/1");
    assertThat(bucket.keys("?start=b")).containsExactly("b", "b/1", "c", "é", "🔑");
    assertThat(bucket.keys("?end=b")).containsExactly("a");
    assertThat(bucket.keys("?start=c&end=b")).isEmpty();
    assertThat(bucket.keys("?prefix=b&reverse=true")).containsExactly("b/1", "b");
    assertThat(bucket.keys("?reverse=true&limit=2")).containsExactly("🔑", "é");
    assertThat(bucket.keys("?start=b&end=c&reverse=true&after=b/1")).containsExactly("b");
    assertThat(bucket.list("?count=true&limit=1").path("count").asLong()).isEqualTo(6);
    assertThat(bucket.list("?count=true&prefix=b&limit=1").path("count").asLong()).isEqualTo(2);
    assertThat(bucket.list("").has("count")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prefix=a&start=b",
        "prefix=a&end=b",
        "start=%00",
        "end=%00",
        "prefix=%00",
        "reverse=yes",
        "count=1",
        "values=x",
        "limit=0",
        "limit=1001",
        "limit=x",
        "revision=-1",
        "after=%00"
      })
  void aRangeThatIsNone(String query) {
    bucket.put("a", "v");

    api.get(bucket.path("/keys?") + query).expectProblem(400, "invalid-request");
  }

  /** Whatever is written meanwhile, all pages are as of the revision of the first. */
  @Test
  void pagesAreOfOneRevisionWhileSomebodyWrites() {
    for (int i = 0; i < 40; i++) {
      bucket.put("k%02d".formatted(i), "v" + i);
    }
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> disturb(done));
    try {
      for (String direction : List.of("false", "true", "false")) {
        assertOneRevision("&reverse=" + direction);
      }
    } finally {
      done.set(true);
    }
    writer.join();
  }

  private void disturb(AtomicBoolean done) {
    for (int i = 0; !done.get(); i++) {
      String key = "k%02d".formatted(i % 40);
      if (i % 3 == 0) {
        int unused = api.delete(bucket.key(key)).status();
      } else {
        JsonNode unused = bucket.put(key, "w" + i);
      }
      JsonNode unused = bucket.put("new" + i, "x");
    }
  }

  private void assertOneRevision(String query) {
    List<JsonNode> items = new ArrayList<>();
    JsonNode page = bucket.list("?values=true&count=true&limit=7" + query);
    long revision = page.path("revision").asLong();
    long count = page.path("count").asLong();
    page.path("items").forEach(items::add);
    while (page.has("next")) {
      page =
          bucket.list(
              "?values=true&limit=7"
                  + query
                  + "&after="
                  + KvBucketApi.encoded(page.path("next").asText()));
      assertThat(page.path("revision").asLong()).isEqualTo(revision);
      page.path("items").forEach(items::add);
    }
    List<JsonNode> again = new ArrayList<>();
    bucket
        .list("?values=true&limit=1000&revision=" + revision + query)
        .path("items")
        .forEach(again::add);
    assertThat(items).isEqualTo(again).hasSize((int) count);
    assertThat(items)
        .allSatisfy(i -> assertThat(i.path("revision").asLong()).isLessThanOrEqualTo(revision));
  }

  @Test
  void aRangeIsDeletedAsOneChange() {
    IntStream.range(0, 5).forEach(i -> bucket.put("a/" + i, "v"));
    bucket.put("b", "v");
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?from=6")) {
      JsonNode outcome = api.delete(bucket.path("/keys?prefix=a/")).expect(200).json();

      assertThat(outcome.path("deleted").asLong()).isEqualTo(5);
      assertThat(outcome.path("revision").asLong()).isEqualTo(7);
      List<KvWatch.Event> events = watch.changes(5);
      assertThat(watch.shown())
          .containsExactly(
              "7 delete a/0", "7 delete a/1", "7 delete a/2", "7 delete a/3", "7 delete a/4");
      assertThat(events)
          .extracting(KvWatch.Event::id)
          .containsExactly("7-4", "7-3", "7-2", "7-1", "7");
      assertThat(events.get(0).data().path("by").asText()).isEqualTo("admin");
    }
    assertThat(bucket.keys("")).containsExactly("b");
    assertThat(bucket.keys("?revision=6&prefix=a/")).hasSize(5);
    JsonNode nothing = api.delete(bucket.path("/keys?start=a/&end=b")).expect(200).json();
    assertThat(nothing.path("deleted").asLong()).isZero();
    assertThat(nothing.path("revision").asLong()).isEqualTo(7);
    api.delete(bucket.path("/keys?end=zzz")).expect(200);
    assertThat(bucket.keys("")).isEmpty();
    assertThat(api.get(bucket.path("/history?key=a/1")).json().at("/items/1/event").asText())
        .isEqualTo("delete");
  }

  @Test
  void withoutARangeNothingIsDeleted() {
    bucket.put("a", "v");

    api.delete(bucket.path("/keys")).expectProblem(400, "invalid-request");
    api.delete(bucket.path("/keys/")).expectProblem(400, "invalid-request");
    api.delete(bucket.path("/keys?prefix=a&start=b")).expectProblem(400, "invalid-request");
    api.delete(bucket.path("/keys?prefix=a"), "Ashlar-Lock", "l=1")
        .expectProblem(412, "stale-lock-token");
    api.withNewKey("read", "*")
        .delete(bucket.path("/keys?prefix=a"))
        .expectProblem(403, "forbidden");
    api.delete("/api/v1/kv/" + Api.unique("none") + "/keys?prefix=a")
        .expectProblem(404, "bucket-not-found");
    assertThat(bucket.keys("")).containsExactly("a");
  }
}
