package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.IdempotencyChecker.Try;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdempotencyCheckerTest {
  private static final Try UNKNOWN = new Try("k", Outcome.UNKNOWN, null);
  private static final Try FAILED = new Try("k", Outcome.FAIL, null);
  private static final Try FIRST = new Try("k", Outcome.OK, "e1");

  @Test
  void oneEffectHoweverOftenItIsTriedIsRight() {
    assertThat(check(List.of("e1"), UNKNOWN, FIRST, FIRST)).isEmpty();
    assertThat(check(List.of("e1"), UNKNOWN)).isEmpty();
    assertThat(check(List.of(), UNKNOWN, FAILED)).isEmpty();
    assertThat(check(List.of(), FAILED)).isEmpty();
  }

  @Test
  void twoEffectsAreFound() {
    assertThat(check(List.of("e1", "e2"), UNKNOWN, FIRST)).hasSize(1);
    assertThat(check(List.of("e1", "e2"), UNKNOWN)).hasSize(1);
  }

  @Test
  void twoAnswersAreFound() {
    assertThat(check(List.of("e1"), FIRST, new Try("k", Outcome.OK, "e2"))).isNotEmpty();
  }

  @Test
  void aLostEffectIsFound() {
    assertThat(check(List.of(), FIRST)).hasSize(1);
    assertThat(check(List.of("e2"), FIRST)).hasSize(1);
  }

  @Test
  void anEffectOfWhatFailedOrWasNeverCalledIsFound() {
    assertThat(check(List.of("e1"), FAILED)).hasSize(1);
    assertThat(check(List.of("e1"))).hasSize(1);
  }

  private static List<String> check(List<String> effects, Try... tries) {
    Map<String, List<String>> byKey = effects.isEmpty() ? Map.of() : Map.of("k", effects);
    return IdempotencyChecker.check(List.of(tries), byKey).violations();
  }
}
