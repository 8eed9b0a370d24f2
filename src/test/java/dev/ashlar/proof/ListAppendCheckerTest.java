package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.Transaction.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ListAppendCheckerTest {
  private static final long LONG = 100;
  private int id;

  @Test
  void oneAfterTheOtherIsRight() {
    assertRight(
        ok(0, 1, append("x", 1), append("y", 1)),
        ok(2, 3, read("x", 1), append("x", 2)),
        ok(4, 5, read("x", 1, 2), read("y", 1)));
  }

  @Test
  void whatWasNotAnsweredMayBeThereOrNot() {
    assertRight(unknown(0, append("x", 1)), ok(1, 2, read("x")), ok(3, 4, read("x", 1)));
    assertRight(unknown(0, append("x", 1)), ok(1, 2, read("x")), ok(3, 4, read("x")));
  }

  @Test
  void aReadOfWhatWasRolledBackIsFound() {
    assertWrong("rolled back", failed(append("x", 1)), ok(2, 3, read("x", 1)));
  }

  @Test
  void aValueThatNobodyWroteIsFound() {
    assertWrong("nobody wrote", ok(2, 3, read("x", 1)));
  }

  @Test
  void aReadInTheMiddleOfATransactionIsFound() {
    assertWrong(
        "in its middle", ok(0, LONG, append("x", 1), append("x", 2)), ok(0, LONG, read("x", 1)));
  }

  @Test
  void aTransactionThatDoesNotSeeItsOwnIsFound() {
    assertWrong("its own", ok(0, 1, append("x", 1), read("x")));
  }

  @Test
  void aValueTwiceIsFound() {
    assertWrong("twice", ok(0, 1, append("x", 1)), ok(2, 3, read("x", 1, 1)));
  }

  @Test
  void twoOrdersOfOneListAreFound() {
    assertWrong(
        "order of x differs",
        ok(0, LONG, append("x", 1)),
        ok(0, LONG, append("x", 2)),
        ok(0, LONG, read("x", 1, 2)),
        ok(0, LONG, read("x", 2, 1)));
  }

  @Test
  void aLostAppendIsFound() {
    assertWrong("no order", ok(0, 1, append("x", 1)), ok(2, 3, read("x")));
  }

  @Test
  void aStaleReadIsFound() {
    assertWrong(
        "no order",
        ok(0, 1, append("x", 1)),
        ok(2, 3, append("x", 2)),
        ok(4, 5, read("x", 1)),
        ok(6, 7, read("x", 1, 2)));
  }

  @Test
  void writeSkewIsFound() {
    assertWrong(
        "did not see",
        ok(0, LONG, read("x"), append("y", 1)),
        ok(0, LONG, read("y"), append("x", 1)),
        ok(200, 201, read("x", 1), read("y", 1)));
  }

  @Test
  void aLostUpdateIsFound() {
    assertWrong(
        "no order",
        ok(0, LONG, read("x"), append("x", 1)),
        ok(0, LONG, read("x"), append("x", 2)),
        ok(200, 201, read("x", 1, 2)));
  }

  @Test
  void aFracturedReadIsFound() {
    assertWrong(
        "no order",
        ok(0, LONG, append("x", 1), append("y", 1)),
        ok(0, LONG, read("x", 1), read("y")));
  }

  /** Transactions that really run one after the other, with random spans around their moments. */
  @Property(tries = 100)
  void serialExecutionsAreRightAndAHiddenElementIsFound(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, List<Integer>> lists = new HashMap<>();
    List<Transaction> history = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<Step> steps = new ArrayList<>();
      for (int s = 0; s <= random.nextInt(3); s++) {
        String list = "l" + random.nextInt(3);
        List<Integer> values = lists.computeIfAbsent(list, l -> new ArrayList<>());
        if (random.nextBoolean()) {
          values.add(1_000 * i + s);
          steps.add(Step.append(list, 1_000 * i + s));
        } else {
          steps.add(Step.read(list, values));
        }
      }
      long moment = 100L + 10L * i;
      long from = moment - random.nextInt(50);
      history.add(ok(from, moment + 1 + random.nextInt(50), steps.toArray(Step[]::new)));
    }
    assertThat(ListAppendChecker.check(history).violations()).isEmpty();

    history.add(ok(10_000, 10_001, append("l0", -1)));
    history.add(ok(10_002, 10_003, read("l0")));
    assertThat(ListAppendChecker.check(history).violations()).isNotEmpty();
  }

  private static void assertRight(Transaction... history) {
    assertThat(ListAppendChecker.check(List.of(history)).violations()).isEmpty();
  }

  private static void assertWrong(String words, Transaction... history) {
    assertThat(ListAppendChecker.check(List.of(history)).violations())
        .anySatisfy(violation -> assertThat(violation).contains(words));
  }

  private Transaction ok(long from, long to, Step... steps) {
    return new Transaction(++id, List.of(steps), Outcome.OK, new Span(from, to));
  }

  private Transaction failed(Step... steps) {
    return new Transaction(++id, List.of(steps), Outcome.FAIL, new Span(0, 1));
  }

  private Transaction unknown(long from, Step... steps) {
    return new Transaction(++id, List.of(steps), Outcome.UNKNOWN, new Span(from, Span.NEVER));
  }

  private static Step append(String list, int value) {
    return Step.append(list, value);
  }

  private static Step read(String list, Integer... values) {
    return Step.read(list, List.of(values));
  }
}
