package dev.ashlar.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.platform.database.OverloadedException;
import dev.ashlar.platform.database.UnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
  @Test
  void anUnexpectedErrorTellsAnIdAndNothingElse() {
    ProblemException problem = Problems.of(new IllegalStateException("secret detail"));

    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.code()).isEqualTo("internal");
    assertThat(problem.detail()).doesNotContain("secret", "IllegalState");
    assertThat(problem.detail()).contains(String.valueOf(problem.extensions().get("id")));
  }

  @Test
  void awayAndFullAreAskedToComeBack() {
    ProblemException away = Problems.of(new UnavailableException("away", null));
    ProblemException full = Problems.of(new OverloadedException("full"));

    assertThat(away.status()).isEqualTo(503);
    assertThat(away.code()).isEqualTo("unavailable");
    assertThat(away.retryAfter()).isEqualTo("1");
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.code()).isEqualTo("overloaded");
    assertThat(full.retryAfter()).isEqualTo("1");
  }

  @Test
  void whatAStageFailedWithIsUnwrapped() {
    ProblemException problem = new ProblemException(409, "conflict", "no");

    assertThat(Problems.of(new CompletionException(new ExecutionException(problem))))
        .isSameAs(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid-request",
    "401, unauthenticated",
    "403, forbidden",
    "404, not-found",
    "405, method-not-allowed",
    "406, not-acceptable",
    "413, payload-too-large",
    "415, unsupported-media-type",
    "500, internal",
    "503, unavailable"
  })
  void theContainersStatusHasACode(int status, String code) {
    assertThat(Problems.ofStatus(status).status()).isEqualTo(status);
    assertThat(Problems.ofStatus(status).code()).isEqualTo(code);
  }

  @Test
  void aProblemIsWrittenAsTheStandardHasIt() {
    ProblemException thrown =
        ProblemException.invalid("limit", "must be a number").with("currentRevision", 7);
    JsonNode json = Json.MAPPER.valueToTree(Problem.of(thrown, "/api/v1/keys"));

    assertThat(json.path("type").asText()).isEqualTo("urn:ashlar:problem:invalid-request");
    assertThat(json.path("title").asText()).isEqualTo("Invalid request");
    assertThat(json.path("status").asInt()).isEqualTo(400);
    assertThat(json.path("code").asText()).isEqualTo("invalid-request");
    assertThat(json.path("detail").asText()).contains("limit must be a number");
    assertThat(json.path("instance").asText()).isEqualTo("/api/v1/keys");
    assertThat(json.at("/errors/0/field").asText()).isEqualTo("limit");
    assertThat(json.at("/errors/0/detail").asText()).isEqualTo("must be a number");
    assertThat(json.path("currentRevision").asInt()).isEqualTo(7);
    assertThat(json.has("extensions")).isFalse();
  }
}
