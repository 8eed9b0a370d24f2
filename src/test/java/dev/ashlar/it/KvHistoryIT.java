package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The changes of a key, and what stood before. */
class KvHistoryIT {
  private final KvBucketApi bucket = KvBucketApi.unique("history");
  private final Api api = bucket.api;

  @Test
  void everyChangeIsToldWithWhoMadeIt() {
    JsonNode key = api.createKey("write", "kv:" + bucket.name).json();
    KvBucketApi other = bucket.as(api.with(key.path("key").asText()));
    bucket.put("a", "one");
    bucket.put("b", "x");
    other.put("a", "two");
    other.increment("n", "{'by':1}").expect(200);
    bucket.delete("a");

    JsonNode items = bucket.history("a", "").path("items");
    String name = key.path("name").asText();
    assertThat(items.findValuesAsText("event")).containsExactly("put", "put", "delete");
    assertThat(items.findValuesAsText("by")).containsExactly("admin", name, "admin");
    assertThat(items.findValuesAsText("value")).containsExactly("one", "two");
    assertThat(items.findValues("revision")).extracting(JsonNode::asInt).containsExactly(1, 3, 5);
    assertThat(items.get(1).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "event",
            "by",
            "bucket",
            "key",
            "revision",
            "version",
            "size",
            "contentType",
            "createdAt",
            "updatedAt",
            "value");
    assertThat(bucket.history("n", "").at("/items/0/by").asText()).isEqualTo(name);
    assertThat(bucket.history("none", "").path("items")).isEmpty();
  }

  @Test
  void itIsPagedInBothDirections() {
    for (int i = 1; i <= 7; i++) {
      bucket.put("a", "v" + i);
      bucket.put("noise", "x");
    }
    List<String> values = List.of("v1", "v2", "v3", "v4", "v5", "v6", "v7");

    assertThat(read("")).isEqualTo(values);
    List<String> backwards = new ArrayList<>(values);
    java.util.Collections.reverse(backwards);
    assertThat(read("&reverse=true")).isEqualTo(backwards);
  }

  private List<String> read(String query) {
    List<String> values = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          bucket.history("a", "&limit=3" + query + (after.isEmpty() ? "" : "&after=" + after));
      assertThat(page.path("items").size()).isBetween(1, 3);
      values.addAll(page.path("items").findValuesAsText("value"));
      after = page.path("next").asText();
    } while (!after.isEmpty());
    return values;
  }

  @Test
  void anOldValueIsWrittenAnew() {
    api.put(bucket.key("a/b c"), "one", "Content-Type", "x/y").expect(201);
    bucket.put("a/b c", "two");
    bucket.delete("a/b c");

    Api.Answer restored = restore("a/b c", 1).expect(201);
    assertThat(restored.header("ETag")).isEqualTo("\"4\"");
    assertThat(restored.json().path("version").asLong()).isEqualTo(1);
    assertThat(restored.json().path("contentType").asText()).isEqualTo("x/y");
    assertThat(bucket.value("a/b c")).isEqualTo("one");
    assertThat(restore("a/b c", 2).expect(200).json().path("version").asLong()).isEqualTo(2);
    assertThat(bucket.value("a/b c")).isEqualTo("two");
    restore("a/b c", 3).expectProblem(404, "key-not-found");
    restore("a/b c", 9).expectProblem(400, "invalid-request");
    restore("a/b c", 0).expectProblem(400, "invalid-request");
    restore("a/b c", 1, "If-Match", "\"1\"").expectProblem(412, "revision-mismatch");
    restore("a/b c", 1, "If-None-Match", "*").expectProblem(412, "revision-mismatch");
    restore("a/b c", 1, "Ashlar-Lock", "l=1").expectProblem(412, "stale-lock-token");
    assertThat(bucket.revision()).isEqualTo(5);
    new KvBucketApi(api, Api.unique("none"))
        .api
        .post("/api/v1/kv/" + Api.unique("none") + "/keys/a/restore", "{\"revision\":1}")
        .expectProblem(404, "bucket-not-found");
  }

  @Test
  void aBinaryValueComesBackByteForByte() {
    byte[] value = new byte[100_000];
    new java.util.Random(3).nextBytes(value);
    api.put(bucket.key("a"), value).expect(201);
    bucket.put("a", "x");

    restore("a", 1).expect(200);
    assertThat(api.get(bucket.key("a")).bytes()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"revision\":null}",
        "{\"revision\":\"1\"}",
        "{\"revision\":1.5}",
        "{\"x\":1}",
        "[]",
        "null",
        ""
      })
  void aRestoreThatIsNone(String body) {
    bucket.put("a", "v");

    api.post(bucket.key("a") + "/restore", body).expect(400);
    assertThat(bucket.revision()).isEqualTo(1);
  }

  @Test
  void whatIsNoHistory() {
    bucket.put("a", "v");

    api.get(bucket.path("/history")).expectProblem(400, "invalid-request");
    api.get(bucket.path("/history?key=")).expectProblem(400, "invalid-request");
    api.get(bucket.path("/history?key=a&after=x")).expectProblem(400, "invalid-request");
    api.get(bucket.path("/history?key=a&limit=0")).expectProblem(400, "invalid-request");
    api.get("/api/v1/kv/" + Api.unique("none") + "/history?key=a")
        .expectProblem(404, "bucket-not-found");
    Api reader = api.withNewKey("read", "*");
    reader.get(bucket.path("/history?key=a")).expect(200);
    reader.post(bucket.key("a") + "/restore", "{\"revision\":1}").expectProblem(403, "forbidden");
  }

  private Api.Answer restore(String key, long revision, String... headers) {
    return api.post(bucket.key(key) + "/restore", "{\"revision\":" + revision + "}", headers);
  }
}
