package dev.ashlar.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ashlar.platform.http.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvFenceTest {
  @ParameterizedTest
  @CsvSource({
    "l=1, l, 1",
    "' l=1 ', l, 1",
    "jobs.nightly-2_x=42, jobs.nightly-2_x, 42",
    "9=007, 9, 7",
    "l=0, l, 0",
    "l=999999999999999999, l, 999999999999999999"
  })
  void aLockAndItsToken(String header, String lock, long token) {
    assertThat(KvFence.parse(header)).isEqualTo(new KvFence(lock, token));
  }

  @Test
  void theLongestName() {
    String name = "x".repeat(128);

    assertThat(KvFence.parse(name + "=1").lock()).isEqualTo(name);
    assertNone("x" + name + "=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "l",
        "l=",
        "=1",
        "l=x",
        "l=-1",
        "l=+1",
        "l=1.0",
        "-l=1",
        "l=1=2",
        "l=1,m=2",
        "l 1",
        "l = 1",
        "a/b=1",
        "ä=1",
        "l=١",
        "l=1000000000000000000",
        "l=1\nm=2"
      })
  void whatIsNone(String header) {
    assertNone(header);
  }

  private static void assertNone(String header) {
    assertThatThrownBy(() -> KvFence.parse(header))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem).hasMessageContaining("Ashlar-Lock must be");
            });
  }
}
