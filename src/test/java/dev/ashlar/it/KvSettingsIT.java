package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of a bucket. */
class KvSettingsIT {
  private static final String ALL =
      "{'historyCount':5,'historyAge':'30m','defaultTtl':'1h','maxValueBytes':10,'maxKeys':3,"
          + "'maxBytes':100}";

  private final KvBucketApi bucket = KvBucketApi.unique("settings");
  private final Api api = bucket.api;

  @Test
  void theyBringABucketIntoBeingAndAreReplacedAsAWhole() {
    api.get(bucket.path("/config")).expectProblem(404, "bucket-not-found");
    api.delete(bucket.path("/config")).expectProblem(404, "bucket-not-found");

    JsonNode all = bucket.configure(ALL).expect(201).json();
    assertThat(all.path("historyCount").asInt()).isEqualTo(5);
    assertThat(all.path("historyAge").asText()).isEqualTo("PT30M");
    assertThat(all.path("defaultTtl").asText()).isEqualTo("PT1H");
    assertThat(all.path("maxValueBytes").asInt()).isEqualTo(10);
    assertThat(all.path("maxKeys").asInt()).isEqualTo(3);
    assertThat(all.path("maxBytes").asInt()).isEqualTo(100);
    assertThat(bucket.configure(ALL).expect(200).json()).isEqualTo(all);
    assertThat(api.get(bucket.path("/config")).expect(200).json()).isEqualTo(all);
    assertThat(bucket.keys("")).isEmpty();
    api.get(bucket.key("a")).expectProblem(404, "key-not-found");

    JsonNode defaults = bucket.configure("{}").expect(200).json();
    assertThat(defaults.path("historyAge").asText()).isEqualTo("PT24H");
    assertThat(defaults.path("maxValueBytes").asInt()).isEqualTo(1 << 20);
    assertThat(defaults.size()).isEqualTo(2);
  }

  @Test
  void goingBackToTheDefaultsKeepsTheKeys() {
    bucket.configure(ALL).expect(201);
    bucket.put("a", "v");

    api.delete(bucket.path("/config")).expect(204);
    assertThat(bucket.value("a")).isEqualTo("v");
    assertThat(api.get(bucket.path("/config")).json().has("maxKeys")).isFalse();
    bucket.put("b", "more than ten bytes");
    assertThat(bucket.list("?prefix=b").at("/items/0").has("expiresAt")).isFalse();
  }

  @Test
  void aQuotaRefusesWhatAddsAndNotWhatReplaces() {
    bucket.configure("{'maxKeys':2,'maxBytes':10}").expect(201);
    bucket.put("a", "12345");
    bucket.put("b", "12345");

    api.put(bucket.key("c"), "").expectProblem(409, "quota-exceeded");
    bucket.increment("c", "{'by':1}").expectProblem(409, "quota-exceeded");
    api.put(bucket.key("a"), "123456").expectProblem(409, "quota-exceeded");
    bucket.put("a", "54321");
    bucket.put("a", "1");
    bucket.put("b", "123456789");
    bucket.prolong("b", "{'ttl':'1h'}").expect(200);
    api.post(bucket.key("a") + "/restore", "{\"revision\":1}").expectProblem(409, "quota-exceeded");
    bucket.delete("a");
    api.put(bucket.key("c"), "12").expectProblem(409, "quota-exceeded");
    bucket.put("c", "1");
    assertThat(bucket.keys("")).containsExactly("b", "c");
  }

  @Test
  void ofManyWritersNoMoreSucceedThanTheQuotaHasRoomFor() {
    bucket.configure("{'maxKeys':10}").expect(201);
    var writers =
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(
                i ->
                    java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> api.put(bucket.key("k" + i), "v").status()))
            .toList();

    assertThat(writers.stream().map(w -> w.join()).filter(s -> s == 201)).hasSize(10);
    assertThat(bucket.list("?count=true").path("count").asInt()).isEqualTo(10);
  }

  @Test
  void aValueMayBeAsLargeAsTheBucketSays() {
    bucket.configure("{'maxValueBytes':3}").expect(201);

    bucket.put("a", "123");
    api.put(bucket.key("a"), "1234").expectProblem(413, "payload-too-large");
    assertThat(bucket.value("a")).isEqualTo("123");
  }

  @Test
  void theDefaultTimeToLiveIsForWritesThatDoNotSay() {
    bucket.configure("{'defaultTtl':'1h'}").expect(201);

    assertLives(bucket.put("a", "v"), Duration.ofHours(1));
    assertLives(api.put(bucket.key("a") + "?ttl=2h", "v").expect(200).json(), Duration.ofHours(2));
    bucket.increment("n", "{'by':1}").expect(200);
    assertLives(bucket.list("?prefix=n").at("/items/0"), Duration.ofHours(1));
    assertThat(bucket.prolong("a", "{'ttl':null}").expect(200).json().has("expiresAt")).isFalse();
  }

  private static void assertLives(JsonNode entry, Duration time) {
    assertThat(Instant.parse(entry.path("expiresAt").asText()))
        .isEqualTo(Instant.parse(entry.path("updatedAt").asText()).plus(time));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{'historyCount':0}, historyCount",
        "{'historyCount':-1}, historyCount",
        "{'historyAge':'0s'}, historyAge",
        "{'historyAge':'3651d'}, historyAge",
        "{'historyAge':'99999999999999d'}, historyAge",
        "{'historyAge':'PT0.0000001S'}, historyAge",
        "{'defaultTtl':'0s'}, defaultTtl",
        "{'defaultTtl':'36501d'}, defaultTtl",
        "{'defaultTtl':'99999999999999d'}, defaultTtl",
        "{'maxValueBytes':0}, maxValueBytes",
        "{'maxValueBytes':1048577}, maxValueBytes",
        "{'maxKeys':0}, maxKeys",
        "{'maxBytes':0}, maxBytes"
      })
  void numbersOutOfRange(String body, String field) {
    bucket.configure(body).expectProblem(400, "invalid-request").expectFields(field);
    api.get(bucket.path("/config")).expectProblem(404, "bucket-not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{'x':1}",
        "{'maxKeys':'1'}",
        "{'maxKeys':1.5}",
        "{'historyAge':-1}",
        "{'historyAge':'-1s'}",
        "{'historyAge':'soon'}",
        "{'maxValueBytes':99999999999}"
      })
  void whatAreNoSettings(String body) {
    assertThat(bucket.configure(body).expect(400).json().path("code").asText())
        .isIn("malformed-json", "invalid-request");
    api.get(bucket.path("/config")).expectProblem(404, "bucket-not-found");
  }

  @Test
  void onlyAnAdminSetsThemAndItIsNoted() {
    bucket.put("a", "v");
    KvBucketApi writer = bucket.as(api.withNewKey("write", "*"));
    KvBucketApi reader = bucket.as(api.withNewKey("read", "*"));
    KvBucketApi other = bucket.as(api.withNewKey("admin", "kv:other"));

    for (KvBucketApi each : java.util.List.of(writer, reader, other)) {
      each.configure("{'maxKeys':1}").expectProblem(403, "forbidden");
      each.api.delete(bucket.path("/config")).expectProblem(403, "forbidden");
      each.api.delete(bucket.path("")).expectProblem(403, "forbidden");
    }
    reader.api.get(bucket.path("/config")).expect(200);
    other.api.get(bucket.path("/config")).expectProblem(403, "forbidden");
    assertThat(audited()).isZero();

    bucket.configure("{'maxKeys':1}").expect(200);
    api.delete(bucket.path("/config")).expect(204);
    api.delete(bucket.path("")).expect(204);
    assertThat(audited()).isEqualTo(3);
  }

  private long audited() {
    long found = 0;
    for (JsonNode item : api.get("/api/v1/audit?limit=1000").expect(200).json().path("items")) {
      boolean ours = item.path("target").asText().equals(bucket.name);
      found += ours && item.path("action").asText().startsWith("kv.") ? 1 : 0;
    }
    return found;
  }
}
