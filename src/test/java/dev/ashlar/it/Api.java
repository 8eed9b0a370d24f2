package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client of one node with one key; every path begins with a slash. Thread-safe. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String NDJSON = "application/x-ndjson";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final Duration LIMIT = Duration.ofSeconds(70);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final URI base;
  private final @Nullable String key;

  private Api(URI base, @Nullable String key) {
    this.base = base;
    this.key = key;
  }

  /** A node, called with a key, or without one. */
  static Api of(URI base, @Nullable String key) {
    return new Api(base, key);
  }

  /** A server, called with its admin key. */
  static Api of(AshlarServer server) {
    return new Api(server.baseUri(), server.adminKey());
  }

  /** The server that all tests share, called with its admin key. */
  static Api shared() {
    return of(AshlarServer.shared());
  }

  /** The same node, called with another key. */
  Api with(String otherKey) {
    return new Api(base, otherKey);
  }

  /** The same node, called without a key. */
  Api anonymous() {
    return new Api(base, null);
  }

  /** The same node, called with a new key of that role and scopes. */
  Api withNewKey(String role, String... scopes) {
    return with(createKey(role, scopes).json().path("key").asText());
  }

  Answer createKey(String role, String... scopes) {
    ObjectNode wanted = JSON.createObjectNode().put("name", unique("key")).put("role", role);
    for (String scope : scopes) {
      wanted.withArray("scopes").add(scope);
    }
    return post("/api/v1/keys", wanted.toString()).expect(201);
  }

  /** A name that no other test uses. */
  static String unique(String prefix) {
    return prefix + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
  }

  URI base() {
    return base;
  }

  String key() {
    return String.valueOf(key);
  }

  Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Answer head(String path, String... headers) {
    return send("HEAD", path, null, headers);
  }

  Answer delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  Answer put(String path, byte[] body, String... headers) {
    return send("PUT", path, BodyPublishers.ofByteArray(body), headers);
  }

  Answer put(String path, String body, String... headers) {
    return send("PUT", path, BodyPublishers.ofString(body), headers);
  }

  /** Posts JSON, unless the headers say otherwise. */
  Answer post(String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (!all.contains("Content-Type")) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    return send("POST", path, BodyPublishers.ofString(body), all.toArray(String[]::new));
  }

  Answer send(String method, String path, @Nullable BodyPublisher body, String... headers) {
    try {
      return new Answer(
          HTTP.send(request(method, path, body, headers), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Posts JSON without waiting for the answer. */
  CompletableFuture<Answer> postLater(String path, String body) {
    HttpRequest request =
        request("POST", path, BodyPublishers.ofString(body), "Content-Type", "application/json");
    return HTTP.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Answer::new);
  }

  /** Sends without waiting; the answer's lines are delivered as they arrive. */
  CompletableFuture<HttpResponse<java.util.stream.Stream<String>>> stream(
      String path, String... headers) {
    return HTTP.sendAsync(request("GET", path, null, headers), BodyHandlers.ofLines());
  }

  private HttpRequest request(
      String method, String path, @Nullable BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(LIMIT)
            .method(method, body == null ? BodyPublishers.noBody() : body);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  /** What came back. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    byte[] bytes() {
      return response.body();
    }

    String text() {
      return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(text(), e);
      }
    }

    /** The header, empty when there is none. */
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** Fails unless the status is this. */
    Answer expect(int status) {
      assertThat(status()).as("%s: %s", response.request(), text()).isEqualTo(status);
      return this;
    }

    /** Fails unless it is a problem of this status and code, in every member that it must have. */
    Answer expectProblem(int status, String code) {
      expect(status);
      assertThat(header("Content-Type")).startsWith("application/problem+json");
      JsonNode problem = json();
      assertThat(problem.path("status").asInt()).isEqualTo(status);
      assertThat(problem.path("code").asText()).as(text()).isEqualTo(code);
      assertThat(problem.path("type").asText()).endsWith(code);
      assertThat(problem.path("title").asText()).isNotBlank();
      assertThat(problem.path("detail").asText()).isNotBlank();
      assertThat(text()).doesNotContain("Exception", "dev.ashlar", "at org.", "<html");
      return this;
    }

    /** Fails unless the problem names exactly these fields. */
    Answer expectFields(String... fields) {
      assertThat(json().path("errors").findValuesAsText("field"))
          .as(text())
          .containsExactly(fields);
      json().path("errors").forEach(e -> assertThat(e.path("detail").asText()).isNotBlank());
      return this;
    }
  }
}
