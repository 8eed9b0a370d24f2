package dev.ashlar.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One key over HTTP. */
class KvIT {
  private static final int MOST = 1 << 20;

  private final Api api = Api.shared();
  private final String bucket = Api.unique("kv");

  @Test
  void puttingCreatesThenReplaces() {
    Api.Answer created = api.put(path("a"), "one", "Content-Type", "text/plain").expect(201);
    Api.Answer replaced =
        api.put(path("a"), "three", "Content-Type", "text/x; q=\"1\"").expect(200);

    assertThat(created.header("ETag")).isEqualTo("\"1\"");
    assertThat(replaced.header("ETag")).isEqualTo("\"2\"");
    JsonNode entry = replaced.json();
    assertThat(entry.path("bucket").asText()).isEqualTo(bucket);
    assertThat(entry.path("key").asText()).isEqualTo("a");
    assertThat(entry.path("revision").asLong()).isEqualTo(2);
    assertThat(entry.path("version").asLong()).isEqualTo(2);
    assertThat(entry.path("size").asInt()).isEqualTo(5);
    assertThat(entry.path("contentType").asText()).isEqualTo("text/x; q=\"1\"");
    assertThat(entry.path("createdAt")).isEqualTo(created.json().path("createdAt"));
    assertThat(Instant.parse(entry.path("updatedAt").asText()))
        .isAfter(Instant.parse(entry.path("createdAt").asText()));
    assertThat(created.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "bucket",
            "key",
            "revision",
            "version",
            "size",
            "contentType",
            "createdAt",
            "updatedAt");
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 100, abc", "Transfer-Encoding: chunked, 9;abc"})
  void aBodyThatEndsEarlyIsNotStored(String header, String body) {
    api.put(path("other"), "1").expect(201);

    String answer =
        RawHttp.hangUpAfter(AshlarServer.shared(), path("cut"), header, body.replace(";", "\r\n"));

    assertThat(answer).doesNotStartWith("HTTP/1.1 2");
    api.get(path("cut")).expectProblem(404, "key-not-found");
  }

  @Test
  void whatWasPutIsGot() {
    byte[] value = new byte[50_000];
    new Random(1).nextBytes(value);
    api.put(path("a"), value, "Content-Type", "image/x-own").expect(201);

    Api.Answer got = api.get(path("a")).expect(200);
    Api.Answer head = api.head(path("a")).expect(200);

    assertThat(got.bytes()).isEqualTo(value);
    assertThat(got.header("Content-Type")).isEqualTo("image/x-own");
    assertThat(got.header("ETag")).isEqualTo("\"1\"");
    assertThat(head.bytes()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo("50000");
    assertThat(head.header("Content-Type")).isEqualTo("image/x-own");
    assertThat(head.header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void withoutAMediaTypeAValueIsBytes() {
    api.put(path("a"), "x").expect(201);

    assertThat(api.get(path("a")).header("Content-Type")).isEqualTo("application/octet-stream");
  }

  @Test
  void anEmptyValueIsAValue() {
    assertThat(api.put(path("a"), "").expect(201).json().path("size").asInt()).isZero();

    assertThat(api.get(path("a")).expect(200).bytes()).isEmpty();
  }

  @Test
  void aFormIsAValueToo() {
    String form = "a=1&b=%20";
    api.put(path("a"), form, "Content-Type", "application/x-www-form-urlencoded").expect(201);

    assertThat(api.get(path("a")).text()).isEqualTo(form);
  }

  @Test
  void aValueMayHaveAMebibyteAndNotOneByteMore() {
    byte[] value = new byte[MOST + 1];
    new Random(2).nextBytes(value);
    byte[] largest = java.util.Arrays.copyOf(value, MOST);

    api.put(path("whole"), largest).expect(201);
    api.send("PUT", path("chunked"), chunked(largest)).expect(201);
    api.put(path("over"), value).expectProblem(413, "payload-too-large");
    api.send("PUT", path("over"), chunked(value)).expectProblem(413, "payload-too-large");

    assertThat(api.get(path("whole")).bytes()).isEqualTo(largest);
    assertThat(api.get(path("chunked")).bytes()).isEqualTo(largest);
    api.get(path("over")).expectProblem(404, "key-not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b/c",
        "/",
        "//a//",
        "a/",
        "ключ/鍵/🔑/é",
        "100%",
        "%2F",
        "a+b c",
        "a;b=c;d",
        "?a=b#c&d",
        "..",
        "a/../b",
        ".",
        "keys",
        "a:b@c!$'()*,[]{}|^`\"<>~",
        "tab\tnewline\nend",
        " ",
        "\u007f\u0001",
        "export"
      })
  void aKeyMayBeAnyText(String key) {
    String encoded = URLEncoder.encode(key, UTF_8).replace("+", "%20").replace(".", "%2E");

    Api.Answer put = api.put("/api/v1/kv/" + bucket + "/keys/" + encoded, "v").expect(201);

    assertThat(put.json().path("key").asText()).isEqualTo(key);
    assertThat(api.get("/api/v1/kv/" + bucket + "/keys/" + encoded).expect(200).text())
        .isEqualTo("v");
    assertThat(api.get("/api/v1/kv/" + bucket + "/keys").json().at("/items/0/key").asText())
        .isEqualTo(key);
    api.delete("/api/v1/kv/" + bucket + "/keys/" + encoded).expect(204);
  }

  /** As curl sends it: slashes, plus and other characters of paths as they are. */
  @Test
  void aKeyInAPathNeedsNoMoreEncodingThanAPathDoes() {
    api.put("/api/v1/kv/" + bucket + "/keys/a/b+c:d@e,f=g&h!$'()*~", "v").expect(201);

    assertThat(api.get("/api/v1/kv/" + bucket + "/keys").json().at("/items/0/key").asText())
        .isEqualTo("a/b+c:d@e,f=g&h!$'()*~");
  }

  @Test
  void aKeyMayHave1024Bytes() {
    String longest = "é".repeat(512);

    api.put(path(longest), "v").expect(201);
    api.get(path(longest)).expect(200);
    api.put(path(longest + "x"), "v").expectProblem(400, "invalid-request").expectFields("key");
  }

  @Test
  void aMediaTypeThatIsNoneIsRefused() {
    for (String type : List.of("text", "a/" + "b".repeat(300))) {
      api.put(path("a"), "v", "Content-Type", type).expectProblem(400, "invalid-request");
    }
  }

  @Test
  void conditionsOnAWrite() {
    api.put(path("a"), "1", "If-Match", "\"1\"").expectProblem(412, "revision-mismatch");
    api.put(path("a"), "1", "If-None-Match", "*").expect(201);
    Api.Answer refused =
        api.put(path("a"), "2", "If-None-Match", "*").expectProblem(412, "revision-mismatch");
    assertThat(refused.json().path("currentRevision").asLong()).isEqualTo(1);
    api.put(path("a"), "2", "If-Match", "\"1\"").expect(200);
    api.put(path("a"), "3", "If-Match", "\"1\"").expectProblem(412, "revision-mismatch");
    api.delete(path("a"), "If-Match", "\"1\"").expectProblem(412, "revision-mismatch");
    assertThat(api.get(path("a")).text()).isEqualTo("2");
    api.delete(path("a"), "If-Match", "\"2\"").expect(204);

    api.put(path("a"), "x", "If-Match", "2").expectProblem(400, "invalid-request");
    api.put(path("a"), "x", "If-None-Match", "\"2\"").expectProblem(400, "invalid-request");
  }

  @Test
  void aReadOfWhatIsKnownIsNotRepeated() {
    String tag = api.put(path("a"), "1").header("ETag");

    Api.Answer known = api.get(path("a"), "If-None-Match", tag).expect(304);
    assertThat(known.bytes()).isEmpty();
    assertThat(known.header("ETag")).isEqualTo(tag);
    api.put(path("a"), "2").expect(200);
    api.get(path("a"), "If-None-Match", tag).expect(200);
  }

  @Test
  void ofTheWritersOnOneRevisionExactlyOneWins() {
    api.put(path("a"), "0").expect(201);
    for (int round = 1; round <= 5; round++) {
      String tag = "\"" + round + "\"";
      List<CompletableFuture<Integer>> writers =
          IntStream.range(0, 8)
              .mapToObj(
                  w ->
                      CompletableFuture.supplyAsync(
                          () -> api.put(path("a"), "w" + w, "If-Match", tag).status()))
              .toList();

      assertThat(writers.stream().map(CompletableFuture::join).sorted())
          .containsExactly(200, 412, 412, 412, 412, 412, 412, 412);
    }
  }

  @Test
  void whatIsNotThere() {
    api.get(path("a")).expectProblem(404, "bucket-not-found");
    api.delete(path("a")).expectProblem(404, "bucket-not-found");
    api.get("/api/v1/kv/" + bucket + "/keys").expectProblem(404, "bucket-not-found");
    api.get("/api/v1/kv/" + bucket + "/export").expectProblem(404, "bucket-not-found");
    api.put(path("b"), "v").expect(201);
    api.get(path("a")).expectProblem(404, "key-not-found");
    api.delete(path("a")).expectProblem(404, "key-not-found");
    assertThat(api.head(path("a")).expect(404).bytes()).isEmpty();
  }

  @Test
  void whatWasDeletedIsGoneAndBeginsAnew() {
    api.put(path("a"), "1").expect(201);
    api.put(path("a"), "2").expect(200);
    api.delete(path("a")).expect(204);

    api.get(path("a")).expectProblem(404, "key-not-found");
    JsonNode again = api.put(path("a"), "3").expect(201).json();
    assertThat(again.path("version").asLong()).isEqualTo(1);
    assertThat(again.path("revision").asLong()).isEqualTo(4);
  }

  @Test
  void aKeyWithATimeToLiveIsGoneWhenItIsOver() {
    JsonNode entry = api.put(path("a") + "?ttl=2s", "v").expect(201).json();
    Instant end = Instant.parse(entry.path("expiresAt").asText());

    assertThat(Duration.between(Instant.parse(entry.path("updatedAt").asText()), end))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(api.get(path("a")).expect(200).header("Ashlar-Expires-At"))
        .isEqualTo(end.toString());
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> api.get(path("a")).status() == 404);
    assertThat(Instant.now()).isAfter(end);
    assertThat(api.get("/api/v1/kv/" + bucket + "/keys").json().path("items")).isEmpty();
    assertThat(api.put(path("a"), "v", "If-None-Match", "*").expect(201).json().has("expiresAt"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0s", "-PT1S", "101y", "40000d", ""})
  void aTimeToLiveThatIsNone(String ttl) {
    api.put(path("a") + "?ttl=" + ttl, "v")
        .expectProblem(400, "invalid-request")
        .expectFields("ttl");
  }

  @Test
  void aStoredPageCannotActAsOneOfOurs() {
    api.put(path("a"), "<script>alert(1)</script>", "Content-Type", "text/html").expect(201);

    Api.Answer page = api.get(path("a")).expect(200);

    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
  }

  private String path(String key) {
    return "/api/v1/kv/" + bucket + "/keys/" + URLEncoder.encode(key, UTF_8).replace("+", "%20");
  }

  private static java.net.http.HttpRequest.BodyPublisher chunked(byte[] value) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(value));
  }
}
