package dev.ashlar.proof;

import static dev.ashlar.proof.KvOperation.ABSENT;
import static dev.ashlar.proof.KvOperation.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.KvOperation.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories of one key, right and with planted bugs, through the checker that uses the model. */
class KvModelTest {
  private long now;

  @Test
  void aLifeOfAKeyIsRight() {
    assertRight(
        put("a", ABSENT, 1),
        get("a", 1),
        put("b", 1, 4),
        refusedPut("c", 1, 4),
        refusedPut("c", ABSENT, 4),
        delete(4),
        refusedDelete(ANY, 0),
        refusedDelete(ABSENT, 0),
        refusedDelete(4, 0),
        get(null, 0),
        refusedPut("c", 4, 0),
        put("d", ANY, 9),
        get("d", 9));
  }

  @Test
  void aWriteThatWasNotAnsweredTellsItsRevisionLater() {
    assertRight(put("a", ANY, 1), unknownPut("b", ANY), get("b", 2), put("c", 2, 3));
    assertRight(put("a", ANY, 1), unknownPut("b", 1), refusedPut("c", 1, 7), get("b", 7));
    assertRight(put("a", ANY, 1), unknownPut("b", 1), get("a", 1), put("c", 1, 2), get("c", 2));
    assertWrong(put("a", ANY, 1), unknownPut("b", ANY), get("b", 2), put("c", 3, 4));
    assertWrong(put("a", ANY, 1), put("c", 1, 2), unknownPut("b", 1), get("b", 3));
  }

  @Test
  void aLostUpdateIsFound() {
    assertWrong(put("a", ANY, 1), put("b", 1, 2), put("c", 1, 3));
  }

  @Test
  void twoCreationsOfOneKeyAreFound() {
    assertWrong(put("a", ABSENT, 1), put("b", ABSENT, 2));
  }

  @Test
  void aRevisionThatDoesNotRiseIsFound() {
    assertWrong(put("a", ANY, 5), put("b", ANY, 5));
    assertWrong(put("a", ANY, 5), put("b", ANY, 4));
  }

  @Test
  void aValueWithAnotherRevisionIsFound() {
    assertWrong(put("a", ANY, 5), get("a", 6));
  }

  @Test
  void aRefusalWithoutReasonIsFound() {
    assertWrong(put("a", ANY, 5), refusedPut("b", 5, 5));
    assertWrong(put("a", ANY, 5), refusedPut("b", 4, 6));
    assertWrong(put("a", ANY, 5), refusedDelete(ANY, 0));
  }

  @Test
  void aDeletedKeyThatComesBackIsFound() {
    assertWrong(put("a", ANY, 5), delete(ANY), get("a", 5));
  }

  @Test
  void aKeyWhoseRevisionNobodyWasToldIsThereNevertheless() {
    assertWrong(put("a", ANY, 1), unknownPut("b", ANY), get("b", 2), refusedDelete(ANY, 0));
    assertWrong(unknownPut("b", ANY), get("b", 2), put("c", ABSENT, 3));
  }

  @Test
  void theViolationNamesTheFirstWrongAnswer() {
    List<KvOperation> calls =
        List.of(put("a", ANY, 5), get("a", 5), get("lost", 5), get("a", 5), get("other", 9));
    assertThat(KvHistory.check(calls).violations())
        .singleElement()
        .asString()
        .contains("GET: lost at 5")
        .doesNotContain("other");
  }

  private void assertRight(KvOperation... calls) {
    assertThat(KvHistory.check(List.of(calls)).violations()).isEmpty();
  }

  private void assertWrong(KvOperation... calls) {
    assertThat(KvHistory.check(List.of(calls)).violations()).hasSize(1);
  }

  private KvOperation put(String value, long condition, long revision) {
    return call(Action.PUT, value, condition, Outcome.OK, false, revision);
  }

  private KvOperation refusedPut(String value, long condition, long standing) {
    return call(Action.PUT, value, condition, Outcome.OK, true, standing);
  }

  private KvOperation unknownPut(String value, long condition) {
    return call(Action.PUT, value, condition, Outcome.UNKNOWN, false, 0);
  }

  private KvOperation delete(long condition) {
    return call(Action.DELETE, null, condition, Outcome.OK, false, 0);
  }

  private KvOperation refusedDelete(long condition, long standing) {
    return call(Action.DELETE, null, condition, Outcome.OK, true, standing);
  }

  private KvOperation get(@Nullable String value, long revision) {
    return call(Action.GET, value, ANY, Outcome.OK, false, revision);
  }

  private KvOperation call(
      Action action,
      @Nullable String value,
      long condition,
      Outcome outcome,
      boolean refused,
      long revision) {
    long from = ++now;
    long to = outcome == Outcome.UNKNOWN ? Span.NEVER : ++now;
    Span span = new Span(from, to);
    return new KvOperation(1, "n", action, "k", value, condition, outcome, refused, revision, span);
  }
}
