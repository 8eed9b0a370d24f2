package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.LockChecker.Hold;
import dev.ashlar.proof.LockChecker.Write;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LockCheckerTest {
  @Test
  void oneHolderAfterTheOtherIsRight() {
    assertThat(
            LockChecker.check(
                    List.of(hold("a", 1, 0, 5, 10), hold("b", 2, 3, 11, 20)),
                    List.of(write(1, 6, 7), write(1, 8, 9), write(2, 12, 13)))
                .violations())
        .isEmpty();
  }

  @Test
  void callsThatOverlapMayGetTheirTokensInAnyOrder() {
    assertThat(holds(hold("a", 2, 0, 20, 21), hold("b", 1, 0, 5, 6))).isEmpty();
    assertThat(writes(write(2, 0, 10), write(1, 5, 15))).isEmpty();
  }

  @Test
  void twoHoldersAtOnceAreFound() {
    assertThat(holds(hold("a", 1, 0, 1, 10), hold("b", 2, 3, 5, 6)))
        .singleElement()
        .asString()
        .startsWith("two holders");
    assertThat(holds(hold("a", 1, 0, 1, 100), hold("b", 2, 3, 5, 6), hold("c", 3, 7, 50, 60)))
        .hasSize(2);
  }

  @Test
  void aTokenThatDoesNotRiseIsFound() {
    assertThat(holds(hold("a", 2, 0, 1, 2), hold("b", 1, 3, 4, 5)))
        .singleElement()
        .asString()
        .startsWith("a token that does not rise");
    assertThat(holds(hold("a", 1, 0, 1, 2), hold("b", 1, 3, 4, 5)))
        .anySatisfy(violation -> assertThat(violation).startsWith("one token twice"));
  }

  @Test
  void anOldTokenThatIsAcceptedIsFound() {
    assertThat(writes(write(1, 0, 1), write(2, 2, 3), write(1, 4, 5)))
        .singleElement()
        .asString()
        .startsWith("an old token");
  }

  @Test
  void aHoldThatWasOverWhenItWasToldIsNoneButItsTokenCounts() {
    Hold late = hold("a", 1, 0, 20, 10);

    assertThat(holds(late, hold("b", 2, 11, 15, 30))).isEmpty();
    assertThat(holds(hold("b", 2, 11, 15, 30), late, hold("c", 3, 3, 31, 40))).isEmpty();
    assertThat(holds(late, hold("b", 1, 21, 22, 30)))
        .anySatisfy(violation -> assertThat(violation).startsWith("one token twice"));
  }

  @Test
  void aTokenThatIsAcceptedAfterItsEndIsFound() {
    Hold released = new Hold("a", 1, new Span(0, 5), 8, 10);

    assertThat(accepted(released, write(1, 6, 7), write(1, 9, 12))).isEmpty();
    assertThat(accepted(hold("a", 1, 0, 5, 8), write(1, 90, 91))).isEmpty();
    assertThat(accepted(released, write(1, 11, 12)))
        .singleElement()
        .asString()
        .startsWith("accepted after its end");
  }

  @Test
  void aTokenThatIsRefusedAlthoughItIsHeldIsFound() {
    Hold hold = hold("a", 1, 0, 5, 20);

    assertThat(refused(hold, write(1, 3, 8), write(1, 18, 21), write(1, 30, 31), write(2, 6, 7)))
        .isEmpty();
    assertThat(refused(hold("a", 1, 0, 20, 10), write(1, 21, 22))).isEmpty();
    assertThat(refused(hold, write(1, 6, 19)))
        .singleElement()
        .asString()
        .startsWith("refused although it is held");
  }

  @Test
  void anOldTokenThatWasStoredLaterIsFound() {
    assertThat(stored(1, 1, 2, 2, 5)).isEmpty();
    assertThat(stored()).isEmpty();
    assertThat(stored(1, 2, 1, 2))
        .singleElement()
        .asString()
        .startsWith("token 1 wrote after token 2");
  }

  /** Two locks have nothing to do with each other. */
  @Test
  void eachLockIsCheckedByItself() {
    LockHistory one = history(List.of(hold("a", 2, 0, 5, 10)), List.of(), List.of(), 2L);
    LockHistory other = history(List.of(hold("b", 1, 6, 7, 10)), List.of(), List.of(), 1L, 0L);

    assertThat(LockHistory.check(Map.of("one", one)).violations()).isEmpty();
    Verdict verdict = LockHistory.check(Map.of("one", one, "other", other));
    assertThat(verdict.violations()).singleElement().asString().startsWith("other: token 0");
    assertThat(verdict.checked()).isEqualTo(5);
    assertThat(LockHistory.check(Map.of()).violations()).isEmpty();
  }

  private static List<String> accepted(Hold hold, Write... writes) {
    return violations(history(List.of(hold), List.of(writes), List.of()));
  }

  private static List<String> refused(Hold hold, Write... writes) {
    return violations(history(List.of(hold), List.of(), List.of(writes)));
  }

  private static List<String> stored(long... tokens) {
    Long[] boxed = Arrays.stream(tokens).boxed().toArray(Long[]::new);
    return violations(history(List.of(), List.of(), List.of(), boxed));
  }

  private static LockHistory history(
      List<Hold> holds, List<Write> accepted, List<Write> refused, Long... stored) {
    return new LockHistory(holds, accepted, refused, List.of(stored));
  }

  private static List<String> violations(LockHistory history) {
    return LockChecker.check(history).violations();
  }

  private static List<String> holds(Hold... holds) {
    return LockChecker.check(List.of(holds), List.of()).violations();
  }

  private static List<String> writes(Write... writes) {
    return LockChecker.check(List.of(), List.of(writes)).violations();
  }

  private static Hold hold(String holder, long token, long called, long acquired, long until) {
    return new Hold(holder, token, new Span(called, acquired), until);
  }

  private static Write write(long token, long from, long to) {
    return new Write(token, new Span(from, to));
  }
}
