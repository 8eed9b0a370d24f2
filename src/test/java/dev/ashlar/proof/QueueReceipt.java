package dev.ashlar.proof;

import dev.ashlar.proof.ProofClient.Answer;
import dev.ashlar.proof.QueueChecker.Delivery;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A message that a client has received, and what it does with it. */
final class QueueReceipt {
  private static final int WORK_MILLIS = 30;

  /** How long after its time a client may come. */
  private static final int TOO_LATE_MILLIS = 1_500;

  private final QueueCalls calls;
  private final String queue;
  private final String message;
  private final String receipt;
  private final Span received;
  private long until;
  private @Nullable Span acknowledged;
  private Outcome outcome = Outcome.UNKNOWN;

  /**
   * @param until the earliest time at which somebody else may have it
   */
  QueueReceipt(
      QueueCalls calls, String queue, String message, String receipt, Span received, long until) {
    this.calls = calls;
    this.queue = queue;
    this.message = message;
    this.receipt = receipt;
    this.received = received;
    this.until = until;
  }

  Delivery delivery() {
    return new Delivery(message, received, acknowledged, outcome, until);
  }

  void settle(Random random) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(WORK_MILLIS));
    switch (random.nextInt(12)) {
      case 0 -> {} // it walks away
      case 1 -> giveBack(random);
      case 2 -> {
        TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
        TimeUnit.MILLISECONDS.sleep(random.nextInt(TOO_LATE_MILLIS));
        acknowledge(random);
      }
      case 3 -> {
        prolong(random);
        acknowledge(random);
      }
      default -> acknowledge(random);
    }
  }

  private void acknowledge(Random random) throws InterruptedException {
    Answer answer = calls.settle(queue, "ack", receipt, random);
    acknowledged = answer.span();
    outcome = done(answer);
  }

  /** From then on somebody else may have it. */
  private void giveBack(Random random) throws InterruptedException {
    Answer answer = calls.settle(queue, "nack", receipt, random);
    until = Math.min(until, answer.span().invoked());
  }

  private void prolong(Random random) throws InterruptedException {
    Answer answer = calls.settle(queue, "extend", receipt, random);
    if (done(answer) == Outcome.OK) {
      until = answer.span().invoked() + QueueCalls.VISIBILITY_NANOS;
    }
  }

  /** What is refused because its time is over had no effect. */
  private static Outcome done(Answer answer) {
    if (answer.outcome() != Outcome.OK) {
      return answer.outcome();
    }
    return answer.json().path("results").path(0).path("ok").asBoolean() ? Outcome.OK : Outcome.FAIL;
  }
}
