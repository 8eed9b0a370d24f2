package dev.ashlar.queue;

import static dev.ashlar.queue.ReceiptOutcome.EXPIRED;
import static dev.ashlar.queue.ReceiptOutcome.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acknowledgements whose time is over, where they may count. */
class QueueLateAckTest {
  private final MemoryQueue queue = new MemoryQueue(false);

  @Test
  void countsWhileNobodyElseWasGivenTheMessage() {
    queue.send("a");
    List<String> receipts = MemoryQueue.receipts(queue.receive(1));
    queue.after(Duration.ofMinutes(1));

    assertThat(queue.ack(receipts)).containsExactly(EXPIRED);
    assertThat(ackLate(receipts)).containsExactly(OK);

    assertThat(QueueCounts.total(queue.counts())).isZero();
    assertThat(ackLate(receipts)).containsExactly(OK);
  }

  @Test
  void doesNothingToALaterDelivery() {
    queue.send("a");
    List<String> first = MemoryQueue.receipts(queue.receive(1));
    List<String> second = MemoryQueue.receipts(queue.after(Duration.ofMinutes(1)).receive(1));

    assertThat(ackLate(first)).containsExactly(EXPIRED);
    assertThat(queue.counts().inFlight()).isEqualTo(1);
    assertThat(queue.ack(second)).containsExactly(OK);
  }

  private List<ReceiptOutcome> ackLate(List<String> receipts) {
    return ((QueueResult.Settled) queue.run(new QueueCommand.Ack(MemoryQueue.NAME, receipts, true)))
        .outcomes();
  }
}
