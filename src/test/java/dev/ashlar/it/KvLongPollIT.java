package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Changes as answers to calls that wait. */
class KvLongPollIT {
  private final KvBucketApi bucket = KvBucketApi.unique("poll");
  private final Api api = bucket.api;

  @Test
  void whatIsThereIsAnsweredAtOnce() {
    bucket.put("a", "one");
    bucket.put("b", "two");
    bucket.delete("a");

    for (String wait : List.of("60s", "0s")) {
      JsonNode answer = poll("?from=0&wait=" + wait);
      assertThat(answer.path("items").findValuesAsText("event"))
          .as("wait %s", wait)
          .containsExactly("put", "put", "delete");
      assertThat(answer.at("/items/0/value").asText()).isEqualTo("one");
      assertThat(answer.at("/items/0/key").asText()).isEqualTo("a");
      assertThat(answer.at("/items/0/revision").asLong()).isEqualTo(1);
      assertThat(answer.path("next").asLong()).isEqualTo(3);
    }
    JsonNode some = poll("?from=0&wait=60s&prefix=b&values=false");
    assertThat(some.path("items")).hasSize(1);
    assertThat(some.at("/items/0").has("value")).isFalse();
    assertThat(some.path("next").asLong()).isEqualTo(3);
  }

  @Test
  void whenNothingComesItIsAnsweredInTheEnd() {
    bucket.put("a", "one");

    JsonNode answer = poll("?wait=200ms");
    assertThat(answer.path("items").isArray()).isTrue();
    assertThat(answer.path("items")).isEmpty();
    assertThat(answer.path("next").asLong()).isEqualTo(1);
  }

  @Test
  void whatIsWaitedForIsAnsweredWhenItComes() {
    bucket.put("a", "one");
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(() -> poll("?from=1&wait=60s&prefix=b"));
    bucket.put("a", "two");
    assertThat(waiting).isNotDone();
    bucket.put("b", "three");

    JsonNode answer = waiting.join();
    assertThat(answer.path("items").findValuesAsText("value")).containsExactly("three");
    assertThat(answer.path("next").asLong()).isEqualTo(3);
  }

  /** With others on the bucket, one who is ahead of them is not told what he knows. */
  @Test
  void pollAfterPollEveryChangeComesOnce() {
    bucket.put("first", "x");
    int changes = 150;
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < changes; i++) {
                bucket.put("k" + i, "v");
              }
            });
    List<CompletableFuture<List<Long>>> readers = new ArrayList<>();
    for (int r = 0; r < 4; r++) {
      readers.add(CompletableFuture.supplyAsync(() -> revisions(changes + 1)));
    }
    writer.join();
    for (CompletableFuture<List<Long>> reader : readers) {
      List<Long> read = reader.join();
      assertThat(read).isSorted().doesNotHaveDuplicates().hasSize(changes);
    }
  }

  private List<Long> revisions(long last) {
    List<Long> revisions = new ArrayList<>();
    long next = 1;
    while (next < last) {
      JsonNode answer = poll("?wait=20s&from=" + next);
      answer.path("items").forEach(item -> revisions.add(item.path("revision").asLong()));
      assertThat(answer.path("next").asLong()).isGreaterThanOrEqualTo(next);
      next = answer.path("next").asLong();
    }
    return revisions;
  }

  @Test
  void whatCannotBePolled() {
    bucket.put("a", "v");
    poll400("?from=2&wait=1s");
    poll400("?from=x&wait=1s");
    poll400("?wait=-1s");
    api.get("/api/v1/kv/" + Api.unique("none") + "/watch?wait=1s", "Accept", "application/json")
        .expectProblem(404, "bucket-not-found");
  }

  private void poll400(String query) {
    api.get(bucket.path("/watch") + query, "Accept", "application/json")
        .expectProblem(400, "invalid-request");
  }

  private JsonNode poll(String query) {
    Api.Answer answer =
        api.get(bucket.path("/watch") + query, "Accept", "application/json").expect(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    return answer.json();
  }
}
