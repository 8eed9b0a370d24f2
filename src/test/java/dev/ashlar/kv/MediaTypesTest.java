package dev.ashlar.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ashlar.platform.http.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain; charset=utf-8",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
        "application/ld+json;profile=\"https://example.org/a b\"",
        "x/y ; a=b"
      })
  void whatAClientSentIsKeptAsItIs(String type) {
    assertThat(MediaTypes.checked(type)).isEqualTo(type);
  }

  @Test
  void withoutOneItIsBytes() {
    assertThat(MediaTypes.checked(null)).isEqualTo("application/octet-stream");
    assertThat(MediaTypes.checked(" ")).isEqualTo("application/octet-stream");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text", "text/", "/plain", "text/plain\r\nX: y", "text/plain; a=\u00e9", "a b/c"})
  void whatCouldNotBeAnsweredAgainIsRefused(String type) {
    assertThatThrownBy(() -> MediaTypes.checked(type)).isInstanceOf(ProblemException.class);
  }

  @Test
  void aLongOneIsRefused() {
    assertThat(MediaTypes.isValid("a/" + "b".repeat(253))).isTrue();
    assertThat(MediaTypes.isValid("a/" + "b".repeat(254))).isFalse();
  }
}
