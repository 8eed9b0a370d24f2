package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.QueueChecker.Delivery;
import dev.ashlar.proof.QueueChecker.Sent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueCheckerTest {
  @Test
  void sentDeliveredAcknowledgedIsRight() {
    assertThat(check(List.of(sent("m", null, 0)), List.of(done("m", 10)))).isEmpty();
  }

  @Test
  void whatIsStillThereIsNotLost() {
    Sent message = sent("m", null, 0);
    assertThat(QueueChecker.check(List.of(message), List.of(), Set.of("m")).verdict().violations())
        .isEmpty();
  }

  @Test
  void aLostMessageIsFound() {
    assertThat(check(List.of(sent("m", null, 0)), List.of()))
        .singleElement()
        .asString()
        .startsWith("lost");
  }

  @Test
  void aMessageThatWasDeliveredButNotAcknowledgedIsLostToo() {
    assertThat(check(List.of(sent("m", null, 0)), List.of(seen("m", 10, 20)))).hasSize(1);
  }

  @Test
  void aSendWithoutAnswerMayBeDeliveredOrNot() {
    Sent unknown = new Sent("m", null, Outcome.UNKNOWN, new Span(0, Span.NEVER));
    assertThat(check(List.of(unknown), List.of())).isEmpty();
    assertThat(check(List.of(unknown), List.of(done("m", 10)))).isEmpty();
  }

  @Test
  void aPhantomIsFound() {
    Sent failed = new Sent("m", null, Outcome.FAIL, new Span(0, 1));
    assertThat(check(List.of(), List.of(done("m", 10)))).hasSize(1);
    assertThat(check(List.of(failed), List.of(done("m", 10)))).hasSize(1);
  }

  @Test
  void aRepetitionAfterItsTimeIsCounted() {
    QueueChecker.Result result =
        QueueChecker.check(
            List.of(sent("m", null, 0)), List.of(seen("m", 10, 20), done("m", 25)), Set.of());
    assertThat(result.verdict().violations()).isEmpty();
    assertThat(result.duplicates()).isEqualTo(1);
  }

  @Test
  void twoReceiversAtOnceAreFound() {
    assertThat(check(List.of(sent("m", null, 0)), List.of(seen("m", 10, 50), done("m", 25))))
        .singleElement()
        .asString()
        .startsWith("delivered to two");
  }

  @Test
  void aDeliveryAfterTheAcknowledgementIsFound() {
    assertThat(check(List.of(sent("m", null, 0)), List.of(done("m", 10), done("m", 500))))
        .singleElement()
        .asString()
        .startsWith("delivered after");
  }

  @Test
  void anotherOrderInsideAGroupIsFoundAndBetweenGroupsIsNot() {
    List<Delivery> backwards = List.of(done("b", 10), done("a", 30));
    assertThat(check(List.of(sent("a", "g", 0), sent("b", "g", 5)), backwards))
        .singleElement()
        .asString()
        .startsWith("out of order");
    assertThat(check(List.of(sent("a", "g", 0), sent("b", "h", 5)), backwards)).isEmpty();
    assertThat(check(List.of(sent("a", null, 0), sent("b", null, 5)), backwards)).isEmpty();
  }

  private static List<String> check(List<Sent> sent, List<Delivery> deliveries) {
    return QueueChecker.check(sent, deliveries, Set.of()).verdict().violations();
  }

  private static Sent sent(String message, @Nullable String group, long at) {
    return new Sent(message, group, Outcome.OK, new Span(at, at + 1));
  }

  /** Received at a time, and acknowledged a little later. */
  private static Delivery done(String message, long at) {
    return new Delivery(
        message, new Span(at, at + 1), new Span(at + 2, at + 3), Outcome.OK, at + 100);
  }

  private static Delivery seen(String message, long at, long visibleAgain) {
    return new Delivery(message, new Span(at, at + 1), null, Outcome.UNKNOWN, visibleAgain);
  }
}
