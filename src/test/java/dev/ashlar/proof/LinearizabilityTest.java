package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.Linearizability.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On a register of one number: right histories pass, planted bugs are found. */
class LinearizabilityTest {
  /** Writes a number, or reads one. */
  private record Call(boolean write, int value, Span span) {}

  @Test
  void nothingAndOneAfterTheOtherAreRight() {
    assertThat(check()).isEqualTo(Result.YES);
    assertThat(check(write(1, 0, 1), read(1, 2, 3), write(2, 4, 5), read(2, 6, 7)))
        .isEqualTo(Result.YES);
  }

  @Test
  void aReadDuringAWriteMaySeeEither() {
    assertThat(check(write(1, 0, 9), read(0, 1, 2), read(1, 3, 4))).isEqualTo(Result.YES);
    assertThat(check(write(1, 0, 9), read(1, 1, 2))).isEqualTo(Result.YES);
  }

  @Test
  void aValueThatIsSeenIsNotUnseenAgain() {
    assertThat(check(write(1, 0, 9), read(1, 1, 2), read(0, 3, 4))).isEqualTo(Result.NO);
  }

  @Test
  void aReadOfWhatWasReplacedBeforeIsStale() {
    assertThat(check(write(1, 0, 1), write(2, 2, 3), read(1, 4, 5))).isEqualTo(Result.NO);
  }

  @Test
  void aLostWriteIsFound() {
    assertThat(check(write(1, 0, 1), read(0, 2, 3))).isEqualTo(Result.NO);
  }

  @Test
  void aValueThatNobodyWroteIsFound() {
    assertThat(check(write(1, 0, 1), read(7, 2, 3))).isEqualTo(Result.NO);
  }

  @Test
  void aWriteWithoutAnswerMayComeLateOrNeverButNotTwice() {
    Call unknown = write(1, 0, Span.NEVER);
    assertThat(check(unknown, write(2, 1, 2), read(2, 3, 4), read(1, 5, 6))).isEqualTo(Result.YES);
    assertThat(check(unknown, write(2, 1, 2), read(2, 3, 4), read(2, 5, 6))).isEqualTo(Result.YES);
    assertThat(check(unknown, read(1, 1, 2), write(2, 3, 4), read(2, 5, 6), read(1, 7, 8)))
        .isEqualTo(Result.NO);
  }

  @Test
  void twoReadersWhoDisagreeOnTheOrderAreFound() {
    assertThat(check(write(1, 0, 20), write(2, 0, 20), read(1, 1, 2), read(2, 3, 4), read(1, 5, 6)))
        .isEqualTo(Result.NO);
  }

  @Test
  void aSearchThatGrowsTooLargeIsGivenUp() {
    List<Call> calls = new ArrayList<>();
    IntStream.rangeClosed(1, 20).forEach(i -> calls.add(write(i, 0, 100)));
    calls.add(read(99, 200, 201));
    assertThat(checker(1_000).check(calls)).isEqualTo(Result.TOO_LARGE);
  }

  /** A register behind a lock gives right histories; one answer changed to a stale one is found. */
  @Property(tries = 200)
  void realHistoriesAreRightAndOneStaleReadIsFound(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 60) int size) {
    List<Call> history = history(new Random(seed), size);
    assertThat(check(history.toArray(Call[]::new))).isEqualTo(Result.YES);

    history.add(write(1_000, 10_000, 10_001));
    history.add(write(1_001, 10_002, 10_003));
    history.add(read(1_000, 10_004, 10_005));
    assertThat(check(history.toArray(Call[]::new))).isEqualTo(Result.NO);
  }

  /** Each call takes effect at its place in the list, and lasts a while before and after. */
  private static List<Call> history(Random random, int size) {
    List<Call> history = new ArrayList<>();
    int value = 0;
    for (int i = 0; i < size; i++) {
      long effect = 100L + i * 10L;
      Span span = new Span(effect - random.nextInt(60), effect + 1 + random.nextInt(60));
      boolean write = random.nextBoolean();
      value = write ? i + 1 : value;
      history.add(new Call(write, value, span));
    }
    return history;
  }

  private static Call write(int value, long from, long to) {
    return new Call(true, value, new Span(from, to));
  }

  private static Call read(int value, long from, long to) {
    return new Call(false, value, new Span(from, to));
  }

  private static Result check(Call... calls) {
    return checker(1_000_000).check(Arrays.asList(calls));
  }

  private static Linearizability<Integer, Call> checker(int most) {
    return new Linearizability<>(0, LinearizabilityTest::step, Call::span, most);
  }

  private static @Nullable Integer step(Integer state, Call call) {
    return call.write || call.value == state ? Integer.valueOf(call.value) : null;
  }
}
