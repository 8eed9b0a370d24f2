package dev.ashlar.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused as a key, by every call on one; nothing is stored by it. */
class KvBadInputIT {
  private final KvBucketApi bucket = KvBucketApi.unique("bad");
  private final Api api = bucket.api;

  /** Sent as they are: a proper client does not let them through. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%00",
        "a%00b",
        "%FF",
        "%C0%80",
        "%ED%A0%80",
        "%E2%82",
        "%F4%90%80%80",
        "%zz",
        "%4",
        "%",
        "a%"
      })
  void keysThatAreNone(String key) {
    for (String method : List.of("PUT", "PATCH", "DELETE")) {
      String answer = send(method, "/keys/" + key);
      assertThat(answer).as(method).startsWith("HTTP/1.1 400");
      assertThat(answer).contains("\"invalid-request\"");
    }
    assertThat(send("POST", "/keys/" + key + "/increment")).startsWith("HTTP/1.1 400");
    if (!key.isEmpty()) {
      assertThat(send("GET", "/keys/" + key)).startsWith("HTTP/1.1 400");
    }
    api.get(bucket.path("/keys")).expectProblem(404, "bucket-not-found");
  }

  @Test
  void aKeyThatIsTooLong() {
    String key = "é".repeat(512) + "x";

    api.put(bucket.key(key), "v").expectProblem(400, "invalid-request").expectFields("key");
    bucket.increment(key, "{'by':1}").expectProblem(400, "invalid-request");
    bucket
        .increment(key, "{'by':1}", "Idempotency-Key", Api.unique("once"))
        .expectProblem(400, "invalid-request");
    bucket.prolong(key, "{'ttl':'1h'}").expectProblem(400, "invalid-request");
    api.post(bucket.key(key) + "/restore", "{\"revision\":1}")
        .expectProblem(400, "invalid-request");
    bucket
        .transact("{'then':[{'put':{'key':'" + key + "','value':'v'}}]}")
        .expectProblem(400, "invalid-request");
    bucket
        .transact("{'if':[{'key':'" + key + "','exists':false}]}")
        .expectProblem(400, "invalid-request");
    api.get(bucket.path("/keys")).expectProblem(404, "bucket-not-found");
  }

  @Test
  void aBodyIsRefusedByItsLengthBeforeItIsSent() throws IOException {
    AshlarServer server = AshlarServer.shared();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      String head =
          "PUT " + bucket.key("a") + " HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n";
      String request = head + "Authorization: Bearer " + server.adminKey() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));

      byte[] status = socket.getInputStream().readNBytes(12);
      assertThat(new String(status, ISO_8859_1)).isEqualTo("HTTP/1.1 413");
    }
    api.get(bucket.path("/keys")).expectProblem(404, "bucket-not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "l", "l=", "=1", "l=x", "l=-1", "-l=1", "l=1=2", "l=1,m=2", "l 1"})
  void aLockThatIsNone(String header) {
    assertLocked(header, 400, "invalid-request");
  }

  /** Nobody was ever granted such a lock. */
  @ParameterizedTest
  @ValueSource(strings = {"none=1", "jobs.none=42", " none=1 ", "none=999999999999999999"})
  void aLockThatIsNotHeld(String header) {
    assertLocked(header, 412, "stale-lock-token");
  }

  private void assertLocked(String lock, int status, String code) {
    bucket.put("a", "1");
    String[] header = {"Ashlar-Lock", lock};

    api.put(bucket.key("a"), "2", header).expectProblem(status, code);
    api.delete(bucket.key("a"), header).expectProblem(status, code);
    bucket.prolong("a", "{'ttl':'1h'}", header).expectProblem(status, code);
    bucket.increment("a", "{'by':1}", header).expectProblem(status, code);
    bucket
        .increment("a", "{'by':1}", "Ashlar-Lock", lock, "Idempotency-Key", Api.unique("once"))
        .expectProblem(status, code);
    bucket.transact("{'then':[{'delete':{'key':'a'}}]}", header).expectProblem(status, code);
    bucket.transact("{'then':[{'get':{'key':'a'}}]}", header).expectProblem(status, code);
    bucket
        .transact(
            "{'then':[{'delete':{'key':'a'}}]}",
            "Ashlar-Lock",
            lock,
            "Idempotency-Key",
            Api.unique("once"))
        .expectProblem(status, code);
    api.delete(bucket.path("/keys?prefix=a"), header).expectProblem(status, code);
    api.post(bucket.key("a") + "/restore", "{\"revision\":1}", header).expectProblem(status, code);
    assertNotTaken(lock);
    api.get(bucket.key("a"), header).expect(200);
    assertThat(bucket.value("a")).isEqualTo("1");
    assertThat(bucket.revision()).isEqualTo(1);
  }

  /** By calls that are no writes of keys, or not at once. */
  private void assertNotTaken(String lock) {
    String[] header = {"Ashlar-Lock", lock};
    String[] json = {"Ashlar-Lock", lock, "Content-Type", "application/json"};
    String[] lines = {"Ashlar-Lock", lock, "Content-Type", Api.NDJSON};
    List.of(
            api.post(bucket.path("/import"), "{\"key\":\"b\",\"value\":\"x\"}", lines),
            api.put(bucket.path("/config"), "{}", json),
            api.delete(bucket.path("/config"), header),
            api.delete(bucket.path(""), header))
        .forEach(
            answer -> answer.expectProblem(400, "invalid-request").expectFields("Ashlar-Lock"));
  }

  @Test
  void oneWriteIsUnderOneLock() {
    bucket.put("a", "1");

    api.put(bucket.key("a"), "2", "Ashlar-Lock", "l=1", "Ashlar-Lock", "m=2")
        .expectProblem(400, "invalid-request")
        .expectFields("Ashlar-Lock");
  }

  @Test
  void otherMethodsAndRoles() {
    bucket.put("a", "1");
    Api reader = api.withNewKey("read", "*");

    api.post(bucket.key("a"), "{}").expectProblem(405, "method-not-allowed");
    api.send("OPTIONS", bucket.key("a"), null).expect(204);
    bucket.as(reader).prolong("a", "{'ttl':'1h'}").expectProblem(403, "forbidden");
    bucket.as(reader).increment("a", "{'by':1}").expectProblem(403, "forbidden");
    reader.put(bucket.key("a"), "2").expectProblem(403, "forbidden");
    reader.get(bucket.key("a") + "?revision=1").expect(200);
    api.withNewKey("read", "kv:other")
        .get(bucket.key("a") + "?consistency=eventual")
        .expectProblem(403, "forbidden");
    bucket
        .prolong("a", "{'ttl':'" + " ".repeat(70_000) + "1h'}")
        .expectProblem(413, "payload-too-large");
    api.send(
            "PATCH",
            bucket.key("a"),
            java.net.http.HttpRequest.BodyPublishers.ofString("{\"ttl\":\"1h\"}"),
            "Content-Type",
            "text/plain")
        .expectProblem(415, "unsupported-media-type");
    assertThat(bucket.revision()).isEqualTo(1);
  }

  private String send(String method, String path) {
    return RawHttp.send(
        AshlarServer.shared(), method + " " + bucket.path(path), "Content-Length: 0");
  }
}
