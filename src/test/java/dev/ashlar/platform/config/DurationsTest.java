package dev.ashlar.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "5m, PT5M",
    "24h, PT24H",
    "7d, PT168H",
    "0s, PT0S",
    "PT30S, PT30S",
    "P1DT2H, PT26H",
    "pt1.5s, PT1.5S"
  })
  void bothSpellingsAreRead(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @Property
  void whatTheApiEmitsIsReadAgain(@ForAll @LongRange(min = 0) long millis) {
    Duration duration = Duration.ofMillis(millis);

    assertThat(Durations.parse(duration.toString())).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "30",
        "s",
        "-1s",
        "-PT1S",
        "1.5s",
        "1 s",
        " 1s",
        "1w",
        "1S",
        "1D",
        "PT",
        "soon",
        "99999999999999999s",
        "999999999999999d",
        "1s1s",
        "١s"
      })
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT30S");
  }

  @Test
  void aLongTextIsNotRepeatedInFull() {
    assertThatThrownBy(() -> Durations.parse("x".repeat(10_000)))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(200));
  }

  @Test
  void theConfigurationMayHaveBlanksAround() {
    assertThat(new DurationConverter().convert(" 5s ")).isEqualTo(Duration.ofSeconds(5));
  }
}
