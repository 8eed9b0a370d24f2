package dev.ashlar.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
  @Test
  void everyBadFieldIsNamed() {
    Checks checks = new Checks().name("a", "-").that(true, "b", "fine").that(false, "c", "bad");

    assertThatThrownBy(checks::orThrow)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.code()).isEqualTo("invalid-request");
              assertThat(e.errors())
                  .extracting(Problem.FieldError::field)
                  .containsExactly("a", "c");
            });
  }

  @Test
  void nothingHappensWhenAllIsWell() {
    assertThatNoException().isThrownBy(new Checks().name("a", "b").that(true, "c", "d")::orThrow);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "A.b_c-d", "9..--__"})
  void names(String name) {
    assertThatNoException().isThrownBy(new Checks().name("f", name)::orThrow);
  }

  @Test
  void aNameHas128CharactersAtMost() {
    assertThatNoException().isThrownBy(new Checks().name("f", "n".repeat(128))::orThrow);
    assertThatThrownBy(new Checks().name("f", "n".repeat(129))::orThrow)
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", "-a", ".a", "_a", "a b", "a/b", "é", "a\n", "a\u0000"})
  void noNames(@org.jspecify.annotations.Nullable String name) {
    assertThatThrownBy(new Checks().name("f", name)::orThrow).isInstanceOf(ProblemException.class);
  }
}
