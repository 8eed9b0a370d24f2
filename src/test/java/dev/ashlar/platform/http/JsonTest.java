package dev.ashlar.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  /** What a resource might take. */
  record Wanted(
      @Nullable String name,
      int number,
      @Nullable Instant at,
      @Nullable Duration pause,
      @Nullable List<Inner> inner) {}

  /** An object in it. */
  record Inner(boolean flag) {}

  @Test
  void timesAndDurationsAreIso8601() throws JsonProcessingException {
    Wanted read =
        Json.MAPPER.readValue(
            "{\"number\":1,\"at\":\"2026-01-01T12:00:00.5Z\",\"pause\":\"90s\"}", Wanted.class);

    assertThat(read.at()).isEqualTo(Instant.parse("2026-01-01T12:00:00.500Z"));
    assertThat(read.pause()).isEqualTo(Duration.ofSeconds(90));
    assertThat(Json.MAPPER.writeValueAsString(read))
        .isEqualTo("{\"number\":1,\"at\":\"2026-01-01T12:00:00.500Z\",\"pause\":\"PT1M30S\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\":1,\"nunber\":2}",
        "{\"number\":\"1\"}",
        "{\"number\":1.5}",
        "{\"number\":99999999999}",
        "{\"number\":null}",
        "{\"number\":1,\"name\":5}",
        "{\"number\":1,\"at\":\"yesterday\"}",
        "{\"number\":1,\"at\":5}",
        "{\"number\":1,\"pause\":\"-PT1S\"}",
        "{\"number\":1,\"inner\":[{\"flag\":\"true\"}]}",
        "{\"number\":1,\"inner\":{}}"
      })
  void aBadFieldIsNamed(String json) {
    ProblemException problem = refused(json);

    assertThat(problem.code()).isEqualTo("invalid-request");
    assertThat(problem.errors()).hasSize(1);
    assertThat(json)
        .contains("\"" + problem.errors().get(0).field().replaceAll("\\[.*", "") + "\"");
  }

  @Test
  void aFieldInAListIsNamedWithItsPlace() {
    assertThat(refused("{\"number\":1,\"inner\":[{\"flag\":true},{\"flag\":3}]}").errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("inner[1].flag");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"number\":1}}",
        "{\"number\":1}{\"number\":2}",
        "{\"number\":1,\"number\":2}",
        "{number:1}",
        "{'number':1}",
        "{\"number\":01}",
        "{\"number\":1,}",
        "{\"number\":NaN}",
        "// no\n{\"number\":1}",
        "[]",
        "1"
      })
  void whatIsNoStrictJsonObjectIsMalformed(String json) {
    assertThat(refused(json).code()).isEqualTo("malformed-json");
  }

  @Test
  void deepNestingIsRefusedWithoutAStackOverflow() {
    for (int depth : new int[] {65, 1_000, 1_000_000}) {
      assertThat(refused("{\"inner\":" + "[".repeat(depth)).status()).isEqualTo(400);
    }
    assertThatThrownBy(() -> Json.MAPPER.readTree("[".repeat(65) + "]".repeat(65)))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void sixtyFourLevelsAreRead() throws JsonProcessingException {
    assertThat(Json.MAPPER.readTree("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
  }

  @Test
  void theDetailTellsWhereButNoClassName() {
    ProblemException problem = refused("{\"number\":1,\n oops}");

    assertThat(problem.detail()).contains("line 2").doesNotContain("dev.ashlar", "jackson");
    assertThat(refused("{\"number\":true}").detail()).doesNotContain("dev.ashlar", "Wanted");
  }

  private static ProblemException refused(String json) {
    Throwable thrown = catchThrowable(() -> Json.MAPPER.readValue(json, Wanted.class));
    assertThat(thrown).as("refusal of %.60s", json).isInstanceOf(JsonProcessingException.class);
    return Problems.of(thrown);
  }
}
