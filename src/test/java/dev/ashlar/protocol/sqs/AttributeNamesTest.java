package dev.ashlar.protocol.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which attributes are meant. */
class AttributeNamesTest {
  @ParameterizedTest
  @CsvSource({
    "All, 'Hello Help.Me color'",
    ".*, 'Hello Help.Me color'",
    "*, 'Hello Help.Me color'",
    "Hel.*, 'Hello Help.Me'",
    "color, color",
    "Color, ''",
    "Help.*, Help.Me",
    "Help, ''",
  })
  void someAreMeant(String wanted, String meant) {
    AttributeNames names = AttributeNames.of(List.of(wanted));

    assertThat(Stream.of("Hello", "Help.Me", "color").filter(names::contains))
        .containsExactlyElementsOf(meant.isEmpty() ? List.of() : List.of(meant.split(" ")));
  }

  @Test
  void listsAreTakenTogether() {
    AttributeNames names = AttributeNames.of(List.of("a"), null, List.of("b"));

    assertThat(names.contains("a")).isTrue();
    assertThat(names.contains("b")).isTrue();
    assertThat(names.contains("c")).isFalse();
    assertThat(AttributeNames.of(null, List.of()).isNone()).isTrue();
  }
}
