package dev.ashlar.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer is a problem and never a page. */
class ProblemsIT {
  private final Api api = Api.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v1/kv/b/nothing",
        "/api/v2/kv",
        "/nothing",
        "/nothing.html",
        "/console/nothing.html",
        "/console/nothing/",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF"
      })
  void aPathWithNothingAtIt(String path) {
    api.get(path).expectProblem(404, "not-found");
    assertThat(api.get(path).json().path("instance").asText()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/kv, GET",
    "DELETE, /api/v1/kv/b/import, POST",
    "POST, /api/v1/kv/b/keys/k, PUT",
    "POST, /api/v1/kv/b/watch, GET",
    "PUT, /api/v1/keys, POST",
    "POST, /api/v1/cluster/nodes, GET",
    "BREW, /api/v1/audit, GET"
  })
  void aMethodThatThePathDoesNotTake(String method, String path, String allowed) {
    Api.Answer answer = api.send(method, path, null).expectProblem(405, "method-not-allowed");

    assertThat(answer.header("Allow").split(", *")).contains(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void aPageTakesNoChanges(String method) {
    Api.Answer answer =
        api.send(method, "/console/", null).expectProblem(405, "method-not-allowed");

    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void aDeletionMayHaveABodyWhichSaysNothing() {
    api.send("DELETE", "/api/v1/kv/b/keys/nokey", BodyPublishers.ofString("x"))
        .expectProblem(404, "bucket-not-found");
  }

  @Test
  void aHeadOfARequestThatIsTooLong() {
    Api.Answer answer =
        api.get("/api/v1/kv/b/keys/" + "x".repeat(9_000)).expectProblem(400, "invalid-request");

    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("request");
  }

  @Test
  void traceIsRefused() {
    assertThat(RawHttp.send(AshlarServer.shared(), "TRACE /api/v1/kv"))
        .startsWith("HTTP/1.1 405 ")
        .contains("\"code\":\"method-not-allowed\"");
  }

  @Test
  void aMediaTypeThatIsNotUnderstood() {
    api.post("/api/v1/keys", "name=x", "Content-Type", "application/x-www-form-urlencoded")
        .expectProblem(415, "unsupported-media-type");
    api.post("/api/v1/kv/b/import", "{}", "Content-Type", "text/csv")
        .expectProblem(415, "unsupported-media-type");
  }

  @Test
  void aMediaTypeThatCannotBeProduced() {
    api.get("/api/v1/kv", "Accept", "image/png").expectProblem(406, "not-acceptable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{\"name\":\"a\",\"name\":\"b\",\"role\":\"read\"}",
        "{\"name\":\"a\",\"role\":\"read\"} trailing",
        "{'name':'a'}"
      })
  void jsonThatIsMalformed(String body) {
    api.post("/api/v1/keys", body).expectProblem(400, "malformed-json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"scopes\":["})
  void jsonThatIsNestedTooDeeply(String level) {
    Api.Answer answer = api.post("/api/v1/keys", level.repeat(100_000));

    answer.expectProblem(400, answer.json().path("code").asText());
  }

  @Test
  void jsonThatIsTooLong() {
    String body = "{\"name\":\"" + "x".repeat(2 << 20) + "\",\"role\":\"read\"}";

    api.post("/api/v1/keys", body).expectProblem(413, "payload-too-large");
  }

  @Test
  void jsonThatIsNotUtf8() {
    api.send(
            "POST",
            "/api/v1/keys",
            BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"', '}'}),
            "Content-Type",
            "application/json")
        .expectProblem(400, "malformed-json");
  }

  @Test
  void fieldsThatAreBadAreAllNamed() {
    api.post("/api/v1/keys", "{\"name\":\"-\",\"scopes\":[]}")
        .expectProblem(400, "invalid-request")
        .expectFields("name", "role", "scopes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"role\":\"read\",\"rolle\":1}|rolle",
        "{\"name\":\"a\",\"role\":\"owner\"}|role",
        "{\"name\":\"a\",\"role\":1}|role",
        "{\"name\":5,\"role\":\"read\"}|name",
        "{\"name\":\"a\",\"role\":\"read\",\"scopes\":\"*\"}|scopes",
        "{\"name\":\"a\",\"role\":\"read\",\"scopes\":[\"kv\"]}|scopes",
        "{\"name\":\"a\",\"role\":\"read\",\"scopes\":[null]}|scopes",
        "{\"name\":\"a\",\"role\":\"read\",\"expiresAt\":\"soon\"}|expiresAt",
        "{\"name\":\"a\",\"role\":\"read\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}|expiresAt"
      })
  void aFieldThatIsBadIsNamed(String body, String field) {
    api.post("/api/v1/keys", body).expectProblem(400, "invalid-request").expectFields(field);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/kv?limit=0, limit",
    "/api/v1/kv?limit=1001, limit",
    "/api/v1/kv?limit=many, limit",
    "/api/v1/keys?limit=-1, limit",
    "/api/v1/keys?after=x, after",
    "/api/v1/audit?after=x, after",
    "/api/v1/audit?limit=, limit",
    "/api/v1/cluster/nodes?limit=1e3, limit",
    "/api/v1/kv/-b/keys, bucket",
    "/api/v1/kv/b%20c/keys/k, bucket",
    "/api/v1/kv/b/keys?values=maybe, values",
    "/api/v1/kv/b/keys?prefix=%00, prefix"
  })
  void aParameterThatIsBadIsNamed(String path, String field) {
    api.get(path).expectProblem(400, "invalid-request").expectFields(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/kv/b/keys/%",
        "/api/v1/kv/b/keys/%4",
        "/api/v1/kv/b/keys/%zz",
        "/api/v1/kv/b/keys/%ff",
        "/api/v1/kv/b/keys/%00",
        "/api/v1/kv/b/keys/../../keys",
        "/api/v1/kv/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/x",
        "/..",
        "/%c0%ae%c0%ae/"
      })
  void aPathThatIsMalformed(String path) {
    String answer = RawHttp.send(AshlarServer.shared(), "GET " + path);

    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("<html", "exception");
  }

  @Test
  void anAddressOrHeadersThatAreTooLong() {
    for (String request :
        new String[] {
          "GET /api/v1/kv?after=" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /api/v1/kv HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"
        }) {
      String answer = RawHttp.sendBytes(AshlarServer.shared(), request);

      assertThat(answer).matches("(?s)(HTTP/1.1 4.*)?");
      assertThat(answer).doesNotContainIgnoringCase("<html");
    }
  }

  @Test
  void aPageThatIsNotThereIsAProblemForABrowserToo() {
    api.get("/console/nothing.html", "Accept", "text/html,*/*").expectProblem(404, "not-found");
  }

  @Test
  void bodiesThatDoNotComeLeaveThreadsForOthers() throws IOException {
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 250; i++) {
        stalled.add(RawHttp.stall(AshlarServer.shared(), "/api/v1/kv/problems/keys/stalled"));
      }
      Socket last = stalled.get(stalled.size() - 1);
      last.setSoTimeout(20_000);

      assertThat(new String(last.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 503");
      api.get("/api/v1/kv").expect(200);
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }
}
