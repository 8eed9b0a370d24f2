package dev.ashlar.queue;

import dev.ashlar.platform.http.ProblemException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a command. */
sealed interface QueueResult {
  /** They are stored. */
  record Sent(List<SentMessage> messages) implements QueueResult {}

  /**
   * What a receive was given.
   *
   * @param nextDue when time alone will make something visible; null when it will not
   * @param now the database's clock
   */
  record Received(List<Given> messages, long nonce, @Nullable Instant nextDue, Instant now)
      implements QueueResult {
    /** The same with the contents that were read since. */
    Received with(List<Given> complete) {
      return new Received(complete, nonce, nextDue, now);
    }
  }

  /**
   * A message as it is given to a receiver.
   *
   * @param firstReceivedAt when anybody was given it first
   * @param content null until it is read
   */
  record Given(
      MessageHead head,
      int attempts,
      Instant firstReceivedAt,
      String receipt,
      Instant visibleUntil,
      @Nullable Content content) {
    Given with(Content read) {
      return new Given(head, attempts, firstReceivedAt, receipt, visibleUntil, read);
    }
  }

  /** What became of each receipt, in order. */
  record Settled(List<ReceiptOutcome> outcomes) implements QueueResult {}

  /**
   * How many messages there are.
   *
   * @param oldestSentAt of those that are ready; null when none is
   */
  record Counted(
      QueueConfig config,
      long ready,
      long inFlight,
      long delayed,
      long dead,
      @Nullable Instant oldestSentAt,
      double sentPerSecond,
      double receivedPerSecond,
      Instant now)
      implements QueueResult {}

  /** Where the lanes stand, and what is in memory: enough to tell the state of any message. */
  record Surveyed(QueueConfig config, Checkpoint checkpoint, Instant now) implements QueueResult {}

  /** How many messages it did something to. */
  record Done(long messages) implements QueueResult {}

  /** There is no such queue. */
  record NotFound() implements QueueResult {}

  /** It cannot be done as it was asked for. */
  record Refused(ProblemException problem) implements QueueResult {}

  /** This batch has no bytes left for it; another will. */
  record Later() implements QueueResult {}

  /** More of the log has to be read before it can be decided. */
  record Hungry() implements QueueResult {}
}
