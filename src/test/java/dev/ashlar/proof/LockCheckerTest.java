package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.LockChecker.Hold;
import dev.ashlar.proof.LockChecker.Write;
import java.util.List;
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
