package dev.ashlar.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Order inside the groups of a FIFO queue. */
class QueueFifoTest {
  private final MemoryQueue queue = new MemoryQueue(true);

  private long send(String group) {
    return queue.send("m", 0, group, null);
  }

  @Test
  void oneReceiveMayHaveSeveralOfAGroupInOrder() {
    long a1 = send("a");
    long b1 = send("b");
    long a2 = send("a");

    assertThat(queue.take(10)).containsExactly(a1, b1, a2);
  }

  @Test
  void nobodyElseGetsTheGroupUntilAllAreSettled() {
    long a1 = send("a");
    long a2 = send("a");
    long a3 = send("a");
    long b1 = send("b");
    QueueResult.Received first = queue.receive(2);
    assertThat(MemoryQueue.positions(first)).containsExactly(a1, a2);

    assertThat(queue.at(1).take(10)).containsExactly(b1);
    queue.at(0).ack(MemoryQueue.receipts(first).subList(0, 1));
    assertThat(queue.at(1).take(10)).isEmpty();
    queue.at(0).ack(MemoryQueue.receipts(first).subList(1, 2));
    assertThat(queue.at(1).take(10)).containsExactly(a3);
  }

  @Test
  void whatCameBackIsFirstAndHoldsUpTheRest() {
    long a1 = send("a");
    long a2 = send("a");
    QueueResult.Received first = queue.receive(1);
    queue.nack(MemoryQueue.receipts(first), Duration.ofSeconds(5));

    assertThat(queue.take(10)).isEmpty();
    assertThat(queue.after(Duration.ofSeconds(5)).take(10)).containsExactly(a1, a2);
  }

  @Test
  void whatExpiresIsGivenAgainInOrder() {
    long a1 = send("a");
    long a2 = send("a");
    assertThat(queue.take(10)).containsExactly(a1, a2);

    assertThat(queue.after(Duration.ofSeconds(30)).take(1)).containsExactly(a1);
    assertThat(queue.take(1)).isEmpty();
  }

  @Test
  void theDeadDoNotHoldUpTheirGroup() {
    send("a");
    long a2 = send("a");
    for (int i = 0; i < 3; i++) {
      queue.nack(MemoryQueue.receipts(queue.receive(1)), Duration.ZERO);
    }

    assertThat(queue.take(1)).containsExactly(a2);
    assertThat(queue.counts().dead()).isEqualTo(1);
  }

  @Test
  void aShorterDelayOvertakesNobody() {
    QueueConfig c = queue.config;
    queue.config = delayed(c, Duration.ofSeconds(10));
    long a1 = send("a");
    queue.config = delayed(c, Duration.ZERO);
    long a2 = send("a");

    assertThat(queue.take(10)).isEmpty();
    assertThat(queue.after(Duration.ofSeconds(10)).take(10)).containsExactly(a1, a2);
  }

  @Test
  void afterAPurgeNobodyIsLeftToBeOvertaken() {
    QueueConfig c = queue.config;
    queue.config = delayed(c, Duration.ofHours(1));
    send("a");
    queue.run(new QueueCommand.Purge(MemoryQueue.NAME, dropped -> {}));
    queue.config = delayed(c, Duration.ZERO);

    assertThat(queue.take(10)).isEmpty();
    long next = send("a");

    assertThat(queue.take(10)).containsExactly(next);
  }

  @Test
  void afterAReloadTheGroupIsStillHeld() {
    long a1 = send("a");
    long a2 = send("a");
    QueueResult.Received first = queue.receive(1);
    queue.mark();
    queue.forget();

    assertThat(MemoryQueue.positions(first)).containsExactly(a1);
    assertThat(queue.take(10)).isEmpty();
    assertThat(queue.ack(MemoryQueue.receipts(first))).isEqualTo(List.of(ReceiptOutcome.OK));
    assertThat(queue.take(10)).containsExactly(a2);
  }

  private static QueueConfig delayed(QueueConfig c, Duration delay) {
    return new QueueConfig(
        c.id(),
        c.name(),
        c.fifo(),
        c.visibilityTimeout(),
        c.maxReceives(),
        null,
        c.retention(),
        delay,
        c.maxMessageBytes(),
        c.dedupWindow(),
        c.backoff(),
        c.maxInFlight(),
        null,
        null);
  }
}
