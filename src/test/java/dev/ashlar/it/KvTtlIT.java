package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that end. */
class KvTtlIT {
  private final KvBucketApi bucket = KvBucketApi.unique("ttl");
  private final Api api = bucket.api;

  @Test
  void expiryIsAChangeWithARevisionThatWatchersAndHistorySee() {
    bucket.put("other", "x");
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?from=1")) {
      api.put(bucket.key("a") + "?ttl=300ms", "v").expect(201);
      KvWatch.Event expired = watch.changes(2).get(1);

      assertThat(watch.shown()).containsExactly("2 put a", "3 expire a");
      assertThat(expired.id()).isEqualTo("3");
      assertThat(expired.data().path("version").asLong()).isEqualTo(1);
      assertThat(expired.data().has("by")).isFalse();
      assertThat(expired.data().has("value")).isFalse();
    }
    JsonNode history = bucket.history("a", "").path("items");
    assertThat(history.findValuesAsText("event")).containsExactly("put", "expire");
    assertThat(history.get(1).path("revision").asLong()).isEqualTo(3);
    assertThat(history.get(0).path("value").asText()).isEqualTo("v");
    assertThat(bucket.revision()).isEqualTo(3);
    assertThat(bucket.put("a", "again").path("version").asLong()).isEqualTo(1);
    assertThat(api.get(bucket.key("a") + "?revision=2").expect(200).text()).isEqualTo("v");
    api.get(bucket.key("a") + "?revision=3").expectProblem(404, "key-not-found");
  }

  /** Every read before the end finds it and none after does, whether it was swept or not. */
  @Test
  void anExpiredKeyIsNeverReturned() {
    JsonNode entry = api.put(bucket.key("a") + "?ttl=700ms", "v").expect(201).json();
    Instant end = Instant.parse(entry.path("expiresAt").asText());
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              Instant before = Instant.now();
              int read = api.get(bucket.key("a")).status();
              int listed = bucket.keys("").size();
              int eventual = api.get(bucket.key("a") + "?consistency=eventual").status();
              if (before.isAfter(end)) {
                assertThat(read).isEqualTo(404);
                assertThat(listed).isZero();
                assertThat(eventual).isEqualTo(404);
              }
              return before.isAfter(end);
            });
  }

  @Test
  void aNewEndIsAChangeOfTheKeyAndNotOfItsValue() {
    JsonNode first = api.put(bucket.key("a") + "?ttl=1h", "v").expect(201).json();

    JsonNode longer = bucket.prolong("a", "{'ttl':'2h'}").expect(200).json();
    assertThat(longer.path("revision").asLong()).isEqualTo(2);
    assertThat(longer.path("version").asLong()).isEqualTo(2);
    assertThat(longer.path("contentType")).isEqualTo(first.path("contentType"));
    assertThat(time(longer, "expiresAt"))
        .isEqualTo(time(longer, "updatedAt").plus(Duration.ofHours(2)));
    JsonNode never = bucket.prolong("a", "{'ttl':null}").expect(200).json();
    assertThat(never.has("expiresAt")).isFalse();
    Api.Answer read = api.get(bucket.key("a")).expect(200);
    assertThat(read.text()).isEqualTo("v");
    assertThat(read.header("Ashlar-Expires-At")).isEmpty();
    assertThat(read.header("Ashlar-Version")).isEqualTo("3");
    assertThat(read.header("Ashlar-Revision")).isEqualTo("3");
    JsonNode past = bucket.history("a", "").path("items");
    assertThat(past.findValuesAsText("value")).containsExactly("v", "v", "v");
    assertThat(past.get(0).path("expiresAt")).isEqualTo(first.path("expiresAt"));
    assertThat(past.get(1).path("expiresAt")).isEqualTo(longer.path("expiresAt"));
  }

  @Test
  void aKeyThatWasProlongedInTimeDoesNotEnd() {
    api.put(bucket.key("a") + "?ttl=900ms", "v").expect(201);
    api.put(bucket.key("b") + "?ttl=900ms", "v").expect(201);
    bucket.prolong("a", "{'ttl':'1h'}").expect(200);

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> bucket.history("b", "").path("items").size() == 2);
    assertThat(bucket.value("a")).isEqualTo("v");
    assertThat(bucket.history("a", "").path("items")).hasSize(2);
  }

  @Test
  void prolongingHasConditionsAndNeedsAKey() {
    bucket.prolong("a", "{'ttl':'1h'}").expectProblem(404, "bucket-not-found");
    bucket.put("other", "v");
    bucket.prolong("a", "{'ttl':'1h'}").expectProblem(404, "key-not-found");
    bucket.put("a", "v");
    Api.Answer refused =
        bucket
            .prolong("a", "{'ttl':'1h'}", "If-Match", "\"1\"")
            .expectProblem(412, "revision-mismatch");
    assertThat(refused.json().path("currentRevision").asLong()).isEqualTo(2);
    bucket.prolong("a", "{'ttl':'1h'}", "If-Match", "\"2\"").expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{'ttl':1}",
        "{'ttl':''}",
        "{'ttl':'-1s'}",
        "{'ttl':'0s'}",
        "{'ttl':'soon'}",
        "{'ttl':'1h','x':1}",
        "{'ttl':'99999999999999d'}"
      })
  void aNewEndThatIsNone(String body) {
    bucket.put("a", "v");

    bucket.prolong("a", body).expectProblem(400, "invalid-request").expectFields("ttl");
    assertThat(bucket.revision()).isEqualTo(1);
  }

  @Test
  void aTimeToLiveOnAReadTouchesNothing() {
    bucket.put("a", "v");

    assertThat(api.get(bucket.key("a") + "?ttl=1ms").expect(200).header("Ashlar-Expires-At"))
        .isEmpty();
    api.head(bucket.key("a") + "?ttl=1ms").expect(200);
    assertThat(api.get(bucket.key("a")).expect(200).header("ETag")).isEqualTo("\"1\"");
    assertThat(bucket.revision()).isEqualTo(1);
  }

  @Test
  void everyKindOfWriteCanSayHowLongItLives() {
    JsonNode counted = bucket.increment("n", "{'by':1,'ttl':'1h'}").expect(200).json();
    assertThat(counted.path("value").asInt()).isEqualTo(1);
    assertHour(bucket.keys("").size() == 1 ? bucket.list("").at("/items/0") : counted);
    assertThat(api.post(bucket.key("m") + "/increment?ttl=1h", "{\"by\":1}").expect(200).status())
        .isEqualTo(200);
    assertHour(bucket.list("?prefix=m").at("/items/0"));
    JsonNode put =
        bucket
            .transact("{'then':[{'put':{'key':'t','value':'v','ttl':'1h'}}]}")
            .expect(200)
            .json()
            .at("/results/0");
    assertHour(put);
  }

  private static void assertHour(JsonNode entry) {
    assertThat(time(entry, "expiresAt"))
        .isEqualTo(time(entry, "updatedAt").plus(Duration.ofHours(1)));
  }

  private static Instant time(JsonNode entry, String field) {
    return Instant.parse(entry.path(field).asText());
  }
}
