package dev.ashlar.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * Clients of locks and elections beside the page. They wait in the background, as a page cannot.
 */
final class LockClients {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ConsolePage console;

  LockClients(ConsolePage console) {
    this.console = console;
  }

  /** Acquires a lock for ten minutes; once more if the same owner holds it already. */
  void holds(String lock, String owner) {
    expect(200, acquire(lock, "{\"owner\":\"%s\",\"ttl\":\"10m\",\"reentrant\":true}", owner));
  }

  /** Waits for a lock in the background. */
  CompletableFuture<HttpResponse<String>> waitsFor(String lock, String owner) {
    return acquire(lock, "{\"owner\":\"%s\",\"ttl\":\"10m\",\"wait\":\"60s\"}", owner);
  }

  /** Leads an election for ten minutes, or goes on leading. */
  void leads(String election, String candidate) {
    expect(200, campaign(election, candidate, "0s"));
  }

  /** Waits to lead an election in the background. */
  CompletableFuture<HttpResponse<String>> wantsToLead(String election, String candidate) {
    return campaign(election, candidate, "60s");
  }

  void resigns(String election, String candidate) {
    String body = "{\"candidate\":\"%s\"}".formatted(candidate);
    expect(204, post("/api/v1/elections/" + election + "/resign", body));
  }

  /** An election as the API shows it now. */
  String election(String name) {
    return expect(200, send(request("/api/v1/elections/" + name).build()));
  }

  private CompletableFuture<HttpResponse<String>> acquire(String lock, String body, String owner) {
    return post("/api/v1/locks/" + lock + "/acquire", body.formatted(owner));
  }

  private CompletableFuture<HttpResponse<String>> campaign(
      String election, String candidate, String wait) {
    String body =
        "{\"candidate\":\"%s\",\"value\":\"at %s\",\"ttl\":\"10m\",\"wait\":\"%s\"}"
            .formatted(candidate, candidate, wait);
    return post("/api/v1/elections/" + election + "/campaign", body);
  }

  private CompletableFuture<HttpResponse<String>> post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(console.address(path))
        .header("Authorization", "Bearer " + console.adminKey());
  }

  private static CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    return HTTP.sendAsync(request, BodyHandlers.ofString());
  }

  private static String expect(int status, CompletableFuture<HttpResponse<String>> answer) {
    HttpResponse<String> response = answer.join();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response.body();
  }
}
