package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health, metrics, description, nodes, headers: what a node tells about itself. */
class GroundIT {
  private final Api api = Api.shared();

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/started", "/health/ready", "/health/live"})
  void healthIsOpenToEverybodyAndUp(String path) {
    JsonNode health = api.anonymous().get(path).expect(200).json();

    assertThat(health.path("status").asText()).isEqualTo("UP");
  }

  @Test
  void readinessIsThatOfTheDatabaseAndTheName() {
    assertThat(api.get("/health/ready").json().path("checks").findValuesAsText("name"))
        .contains("database", "node-name");
  }

  @Test
  void metricsHaveOurFigures() {
    for (int i = 0; i < 20; i++) {
      api.get("/api/v1/kv").expect(200);
    }
    String metrics = api.get("/metrics").expect(200).text();

    assertThat(metrics)
        .contains("ashlar_http_requests_per_second")
        .contains("ashlar_http_latency_p50")
        .contains("ashlar_http_latency_p99");
  }

  @Test
  void everyOperationIsDescribedWithItsAnswers() {
    JsonNode openApi = api.get("/openapi?format=json", "Accept", "application/json").json();
    List<String> incomplete = new ArrayList<>();
    int operations = 0;
    for (var path : openApi.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (!Set.of("get", "put", "post", "delete", "head", "patch").contains(method.getKey())) {
          continue;
        }
        operations++;
        JsonNode operation = method.getValue();
        boolean hasSuccess =
            operation.path("responses").properties().stream()
                .anyMatch(r -> r.getKey().matches("[23]..") && described(r.getValue()));
        if (operation.path("summary").asText().isBlank()
            || !hasSuccess
            || operation.path("responses").properties().stream()
                .anyMatch(r -> !described(r.getValue()))
            || operation.path("tags").isEmpty()) {
          incomplete.add(method.getKey() + " " + path.getKey());
        }
      }
    }

    assertThat(operations).isGreaterThanOrEqualTo(14);
    assertThat(incomplete).isEmpty();
    assertThat(openApi.path("openapi").asText()).startsWith("3.");
    assertThat(openApi.at("/info/title").asText()).isEqualTo("Ashlar");
    assertThat(openApi.at("/components/securitySchemes/key/scheme").asText()).isEqualTo("bearer");
  }

  @Test
  void thisNodeIsListedAsUp() {
    JsonNode node = api.get("/api/v1/cluster/nodes").expect(200).json().path("items").get(0);

    assertThat(node.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "name", "address", "version", "startedAt", "lastSeenAt", "state");
    assertThat(node.path("state").asText()).isEqualTo("up");
    assertThat(node.path("address").asText()).endsWith(":" + AshlarServer.shared().port());
    assertThat(node.path("version").asText()).matches("\\d+\\.\\d+.*");
    assertThat(Instant.parse(node.path("lastSeenAt").asText()))
        .isAfterOrEqualTo(Instant.parse(node.path("startedAt").asText()));
  }

  @Test
  void heartbeatsGoOn() {
    String first = lastSeen();

    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !lastSeen().equals(first));
  }

  @Test
  void theOverviewDeliversNodesHealthAndLoadAsTheyChange() {
    try (OverviewStream overview = OverviewStream.open(api)) {
      assertThat(overview.status()).isEqualTo(200);
      assertThat(overview.contentType()).startsWith("text/event-stream");
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> overview.events().size() >= 3);

      JsonNode event = overview.latest();
      assertThat(event.at("/nodes/0/state").asText()).isEqualTo("up");
      assertThat(event.path("node")).isEqualTo(event.at("/nodes/0/name"));
      assertThat(event.path("health").findValuesAsText("name")).contains("database");
      assertThat(event.path("health")).allMatch(check -> check.path("up").asBoolean());
      assertThat(event.at("/nodes/0/requestsPerSecond").isNumber()).isTrue();
      assertThat(Instant.parse(event.path("at").asText()))
          .isAfter(Instant.parse(overview.events().get(0).path("at").asText()));
    }
  }

  @Test
  void pagesMayLoadOnlyWhatIsOurs() {
    Api.Answer page = api.get("/console/").expect(200);

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.text())
        .doesNotContain("<style")
        .doesNotContainPattern("<script>|<script [^>]*[^/]>[^<]");
  }

  @Test
  void theRootLeadsToTheConsole() {
    Api.Answer root = api.get("/").expect(302);

    assertThat(root.header("Location")).endsWith("/console/");
  }

  private static boolean described(JsonNode response) {
    return !response.path("description").asText().isBlank() || response.has("$ref");
  }

  private String lastSeen() {
    return api.get("/api/v1/cluster/nodes").json().at("/items/0/lastSeenAt").asText();
  }
}
