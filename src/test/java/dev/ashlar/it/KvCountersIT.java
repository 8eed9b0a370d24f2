package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are added to. */
class KvCountersIT {
  private final KvBucketApi bucket = KvBucketApi.unique("counters");
  private final Api api = bucket.api;

  @Test
  void anAbsentKeyCountsAsZero() {
    JsonNode first = bucket.increment("n", "{'by':5}").expect(200).json();

    assertThat(first.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("key", "value", "revision", "version");
    assertThat(first.path("key").asText()).isEqualTo("n");
    assertThat(first.path("value").asInt()).isEqualTo(5);
    assertThat(first.path("value").isNumber()).isTrue();
    assertThat(first.path("revision").asLong()).isEqualTo(1);
    assertThat(bucket.increment("n", "").expect(200).json().path("value").asInt()).isEqualTo(6);
    assertThat(bucket.increment("n", "{}").expect(200).json().path("value").asInt()).isEqualTo(7);
    JsonNode fourth = bucket.increment("n", "{'by':-10}").expect(200).json();
    assertThat(fourth.path("value").asInt()).isEqualTo(-3);
    assertThat(fourth.path("version").asLong()).isEqualTo(4);
    Api.Answer read = api.get(bucket.key("n")).expect(200);
    assertThat(read.text()).isEqualTo("-3");
    assertThat(read.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void sumsAreExact() {
    bucket.put("n", "0.1");
    bucket.increment("n", "{'by':0.2}").expect(200);
    assertThat(bucket.value("n")).isEqualTo("0.3");
    bucket.put("n", "9223372036854775807");
    bucket.increment("n", "{'by':1}").expect(200);
    assertThat(bucket.value("n")).isEqualTo("9223372036854775808");
    bucket.increment("n", "{'by':1e3}").expect(200);
    assertThat(bucket.value("n")).isEqualTo("9223372036854776808");
  }

  @Test
  void aValueThatIsNoNumberStays() {
    for (String value : List.of("", "x", "1e3", "0x1", " 1", "1\n", "9".repeat(65))) {
      bucket.put("n", value);
      long revision = bucket.revision();
      bucket.increment("n", "{'by':1}").expectProblem(409, "not-a-number");
      assertThat(bucket.value("n")).isEqualTo(value);
      assertThat(bucket.revision()).isEqualTo(revision);
    }
    bucket.put("n", "9".repeat(64));
    bucket.increment("n", "{'by':1}").expectProblem(409, "not-a-number");
    bucket.put("n", "x".repeat(5_000));
    bucket.increment("n", "{'by':1}").expectProblem(409, "not-a-number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "{'by':'1'}",
        "{'by':true}",
        "{'by':1,'x':1}",
        "{'by':1e65}",
        "{'by':1e-70}",
        "{'by':1,'ttl':'0s'}",
        "{'by':1,'ttl':1}",
        "{",
        "{'by':NaN}",
        "{'by':1e999999999}",
        "null"
      })
  void aBodyThatIsNoIncrement(String body) {
    bucket.put("n", "1");
    int status = bucket.increment("n", body).status();
    assertThat(status).isEqualTo(400);
    assertThat(bucket.increment("n", body, "Idempotency-Key", Api.unique("once")).status())
        .isEqualTo(400);
    assertThat(bucket.value("n")).isEqualTo("1");
  }

  @Test
  void whatTheKeyIsStays() {
    api.put(bucket.key("n") + "?ttl=1h", "1", "Content-Type", "a/b").expect(201);
    JsonNode before = bucket.list("").at("/items/0");

    bucket.increment("n", "{'by':1}").expect(200);
    JsonNode after = bucket.list("").at("/items/0");

    assertThat(after.path("expiresAt")).isEqualTo(before.path("expiresAt"));
    assertThat(after.path("contentType").asText()).isEqualTo("a/b");
    assertThat(after.path("createdAt")).isEqualTo(before.path("createdAt"));
  }

  @Test
  void theSameAgainWithAnIdempotencyKeyAddsOnce() {
    bucket.put("n", "1");
    String once = Api.unique("once");

    Api.Answer first = bucket.increment("n", "{'by':2}", "Idempotency-Key", once).expect(200);
    Api.Answer again = bucket.increment("n", "{'by':2}", "Idempotency-Key", once).expect(200);
    Api.Answer other =
        bucket.increment("n", "{'by':2}", "Idempotency-Key", Api.unique("once")).expect(200);

    assertThat(again.json()).isEqualTo(first.json());
    assertThat(other.json().path("value").asInt()).isEqualTo(5);
    assertThat(bucket.value("n")).isEqualTo("5");
    bucket
        .increment("n", "{'by':3}", "Idempotency-Key", once)
        .expectProblem(422, "idempotency-key-reused");
    assertThat(
            bucket
                .increment("a/b c", "", "Idempotency-Key", Api.unique("once"))
                .expect(200)
                .json()
                .path("key")
                .asText())
        .isEqualTo("a/b c");
  }

  @Test
  void conditionsHoldWithAndWithoutAnIdempotencyKey() {
    bucket.put("n", "1");

    for (List<String> more : List.of(List.<String>of(), List.of("Idempotency-Key", "x"))) {
      increment("If-Match", "\"9\"", more).expectProblem(412, "revision-mismatch");
      increment("If-None-Match", "*", more).expectProblem(412, "revision-mismatch");
      increment("If-Match", "9", more).expectProblem(400, "invalid-request");
      increment("Ashlar-Lock", "l=1", more).expectProblem(412, "stale-lock-token");
      increment("Ashlar-Lock", "l", more).expectProblem(400, "invalid-request");
    }
    bucket.increment("n", "{'by':1}", "If-Match", "\"1\"").expect(200);
  }

  private Api.Answer increment(String name, String value, List<String> more) {
    List<String> headers = new java.util.ArrayList<>(List.of(name, value));
    if (!more.isEmpty()) {
      headers.addAll(List.of(more.get(0), Api.unique("once")));
    }
    return bucket.increment("n", "{'by':1}", headers.toArray(String[]::new));
  }

  @Test
  void incrementsOfManyAddUpAndLeaveNoGap() {
    long clients = 10;
    int each = 20;
    List<CompletableFuture<List<JsonNode>>> running =
        LongStream.range(0, clients)
            .mapToObj(c -> CompletableFuture.supplyAsync(() -> count(each)))
            .toList();
    List<JsonNode> answers = running.stream().flatMap(r -> r.join().stream()).toList();

    assertThat(bucket.value("n")).isEqualTo("200");
    List<Long> all = LongStream.rangeClosed(1, clients * each).boxed().toList();
    for (String field : List.of("value", "revision", "version")) {
      assertThat(answers)
          .extracting(a -> a.path(field).asLong())
          .containsExactlyInAnyOrderElementsOf(all);
    }
    assertThat(answers)
        .allSatisfy(
            a -> assertThat(a.path("value").asLong()).isEqualTo(a.path("version").asLong()));
    assertThat(bucket.history("n", "&limit=1000").path("items").findValuesAsText("value"))
        .containsExactlyElementsOf(all.stream().map(String::valueOf).toList());
  }

  private List<JsonNode> count(int times) {
    return IntStream.range(0, times)
        .mapToObj(i -> bucket.increment("n", "{'by':1}").expect(200).json())
        .toList();
  }
}
