package dev.ashlar.queue;

import static dev.ashlar.queue.ReceiptOutcome.EXPIRED;
import static dev.ashlar.queue.ReceiptOutcome.INVALID;
import static dev.ashlar.queue.ReceiptOutcome.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a queue does with single messages. */
class QueueDeciderTest {
  private final MemoryQueue queue = new MemoryQueue(false);

  @Test
  void whatIsOlderComesFirst() {
    long first = queue.send("a");
    long second = queue.send("b");
    long third = queue.send("c");

    assertThat(queue.take(2)).containsExactly(first, second);
    assertThat(queue.take(2)).containsExactly(third);
    assertThat(queue.take(2)).isEmpty();
  }

  @Test
  void priorityGoesBeforeAge() {
    long low = queue.send("a", 0, null, null);
    long high = queue.send("b", 9, null, null);
    long middle = queue.send("c", 5, null, null);

    assertThat(queue.take(3)).containsExactly(high, middle, low);
  }

  @Test
  void whatIsBeingProcessedIsHiddenUntilItsTimeIsOver() {
    long message = queue.send("a");
    assertThat(queue.take(1)).containsExactly(message);

    assertThat(queue.after(Duration.ofMillis(29_999)).take(1)).isEmpty();
    QueueResult.Received again = queue.after(Duration.ofMillis(1)).receive(1);

    assertThat(MemoryQueue.positions(again)).containsExactly(message);
    assertThat(again.messages().get(0).attempts()).isEqualTo(2);
  }

  @Test
  void whatIsAcknowledgedIsGone() {
    queue.send("a");
    QueueResult.Received received = queue.receive(1);

    assertThat(queue.ack(MemoryQueue.receipts(received))).containsExactly(OK);

    assertThat(queue.after(Duration.ofHours(1)).take(1)).isEmpty();
    assertThat(QueueCounts.total(queue.counts())).isZero();
  }

  @Test
  void anAcknowledgementMayBeRepeated() {
    queue.send("a");
    List<String> receipts = MemoryQueue.receipts(queue.receive(1));
    queue.ack(receipts);

    assertThat(queue.ack(receipts)).containsExactly(OK);
    assertThat(queue.at(1).ack(receipts)).containsExactly(OK);
  }

  @Test
  void anExpiredReceiptDoesNothing() {
    queue.send("a");
    List<String> old = MemoryQueue.receipts(queue.receive(1));
    queue.after(Duration.ofSeconds(31));
    assertThat(queue.ack(old)).containsExactly(EXPIRED);
    List<String> held = MemoryQueue.receipts(queue.receive(1));

    assertThat(queue.ack(old)).containsExactly(EXPIRED);
    assertThat(queue.nack(old, null)).containsExactly(EXPIRED);
    assertThat(queue.extend(old, Duration.ofHours(1))).containsExactly(EXPIRED);
    assertThat(queue.ack(held)).containsExactly(OK);
    assertThat(queue.ack(old)).containsExactly(EXPIRED);
  }

  @Test
  void garbageIsNoReceipt() {
    queue.send("a");
    String other = new Receipt(8, 4_096, 1).text();
    String receipt = queue.receive(1).messages().get(0).receipt();
    String changed = (receipt.charAt(0) == 'A' ? "B" : "A") + receipt.substring(1);

    assertThat(queue.ack(List.of("x", "", receipt, changed, other, "ä".repeat(32))))
        .containsExactly(INVALID, INVALID, OK, INVALID, INVALID, INVALID);
  }

  @Test
  void whatIsGivenBackRestsLongerEachTime() {
    long message = queue.send("a");
    queue.nack(MemoryQueue.receipts(queue.receive(1)), null);

    assertThat(queue.after(Duration.ofMillis(999)).take(1)).isEmpty();
    QueueResult.Received second = queue.after(Duration.ofMillis(1)).receive(1);
    queue.nack(MemoryQueue.receipts(second), null);

    assertThat(queue.after(Duration.ofMillis(1_999)).take(1)).isEmpty();
    assertThat(queue.after(Duration.ofMillis(1)).take(1)).containsExactly(message);
  }

  @Test
  void theReceiverMaySayHowLong() {
    long message = queue.send("a");
    queue.nack(MemoryQueue.receipts(queue.receive(1)), Duration.ZERO);
    List<String> receipts = MemoryQueue.receipts(queue.receive(1));

    assertThat(queue.extend(receipts, Duration.ofMinutes(2))).containsExactly(OK);
    assertThat(queue.after(Duration.ofSeconds(119)).take(1)).isEmpty();
    assertThat(queue.extend(receipts, Duration.ZERO)).containsExactly(OK);
    assertThat(queue.take(1)).containsExactly(message);
  }

  @Test
  void whatFailsTooOftenIsDead() {
    queue.send("a");
    for (int i = 0; i < 3; i++) {
      queue.nack(MemoryQueue.receipts(queue.receive(1)), Duration.ZERO);
    }

    assertThat(queue.take(1)).isEmpty();
    QueueResult.Counted counts = queue.counts();
    assertThat(counts.dead()).isEqualTo(1);
    assertThat(QueueCounts.total(counts)).isEqualTo(1);
    DeadLetter how = queue.gone.get(0).deadLetter();
    assertThat(how)
        .isEqualTo(
            new DeadLetter(MemoryQueue.NAME, "max-receives", 3, MemoryQueue.START, "broken"));
  }

  @Test
  void whatNobodySettlesInTimeIsDeadToo() {
    queue.send("a");
    for (int i = 0; i < 3; i++) {
      assertThat(queue.after(Duration.ofSeconds(30)).take(1)).hasSize(1);
    }

    assertThat(queue.after(Duration.ofSeconds(30)).counts().dead()).isEqualTo(1);
  }

  @Test
  void whatNobodyWasToldOfWasNoDelivery() {
    long message = queue.send("a");
    for (int i = 0; i < 10; i++) {
      QueueResult.Received received = queue.receive(1);
      assertThat(MemoryQueue.positions(received)).containsExactly(message);
      assertThat(received.messages().get(0).attempts()).isEqualTo(1);
      queue.run(new QueueCommand.Undeliver(MemoryQueue.NAME, List.of(message), received.nonce()));
    }
    assertThat(queue.counts().dead()).isZero();
  }

  @Test
  void aDelayedMessageComesWhenItsTimeIsUp() {
    long late = queue.send("a", 0, null, Duration.ofSeconds(10));
    long soon = queue.send("b", 0, null, Duration.ofSeconds(5));

    assertThat(queue.counts().delayed()).isEqualTo(2);
    assertThat(queue.take(2)).isEmpty();
    assertThat(queue.receive(1).nextDue()).isEqualTo(queue.now.plusSeconds(5));
    assertThat(queue.after(Duration.ofSeconds(5)).take(2)).containsExactly(soon);
    assertThat(queue.after(Duration.ofSeconds(5)).take(2)).containsExactly(late);
  }

  @Test
  void anAttemptIsAnsweredTheSameWhileItsMessagesAreHeld() {
    queue.send("a");
    queue.send("b");
    QueueResult.Received first = queue.receive(1, "mine");

    assertThat(queue.receive(1, "mine").messages()).isEqualTo(first.messages());
    assertThat(queue.at(1).receive(5, "mine").messages()).isEqualTo(first.messages());
    queue.ack(MemoryQueue.receipts(first));
    assertThat(MemoryQueue.positions(queue.receive(1, "mine")))
        .isNotEqualTo(MemoryQueue.positions(first));
  }

  @Test
  void oneDuplicateIsStoredOnce() {
    Content content =
        new Content(java.util.UUID.randomUUID(), new byte[0], null, null, 0, "d", null);
    Outgoing message = new Outgoing(content, null, null, null);

    QueueResult.Sent sent =
        (QueueResult.Sent)
            queue.run(new QueueCommand.Send(MemoryQueue.NAME, List.of(message, message)));

    assertThat(sent.messages().get(0).duplicate()).isFalse();
    assertThat(sent.messages().get(1).duplicate()).isTrue();
    assertThat(sent.messages().get(1).id()).isEqualTo(content.id());
    assertThat(queue.take(5)).hasSize(1);
  }

  @Test
  void aBacklogIsNotHeldInMemory() {
    List<Long> sent = queue.sendMany(3 * Lane.AHEAD, null);
    queue.forget();

    assertThat(queue.counts().ready()).isEqualTo(sent.size());
    List<Long> received = new ArrayList<>();
    for (int i = 0; i < sent.size() / 100; i++) {
      QueueResult.Received some = queue.receive(100);
      received.addAll(MemoryQueue.positions(some));
      queue.ack(MemoryQueue.receipts(some));
      assertThat(queue.state().items()).as("after %s", i).isEmpty();
    }
    assertThat(received).isEqualTo(sent);
  }

  @Test
  void aQuietGroupIsNotKeptWaitingByANoisyOne() {
    queue.sendMany(3 * Lane.AHEAD, "noisy");
    assertThat(queue.take(100)).hasSize(100);
    long quiet = queue.send("b", 0, "quiet", null);

    assertThat(queue.take(10)).startsWith(quiet).hasSize(10);
  }

  @Test
  void manyQuietGroupsAreNotKeptWaitingEither() {
    queue.sendMany(3 * Lane.AHEAD, "noisy");
    assertThat(queue.take(100)).hasSize(100);

    for (int i = 0; i < 150; i++) {
      List<Long> quiet = queue.sendMany(100, "quiet" + i);
      QueueResult.Received received = queue.receive(100);
      assertThat(MemoryQueue.positions(received)).isEqualTo(quiet);
      queue.ack(MemoryQueue.receipts(received));
    }
  }

  @Test
  void aQuietGroupIsNotKeptWaitingByOneThatMayHaveNoMore() {
    queue.config = queue.perGroup(1, null);
    queue.sendMany(3 * Lane.AHEAD, "busy");
    assertThat(queue.take(100)).hasSize(1);
    for (int i = 0; i < 3; i++) {
      queue.sendMany(2 * Lane.AHEAD, "busy");
    }
    List<Long> quiet = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      quiet.add(queue.send("b", 0, "quiet" + i, null));
    }

    assertThat(queue.take(100)).isEqualTo(quiet.subList(0, 100));
    assertThat(queue.take(100)).isEqualTo(quiet.subList(100, 200));
    assertThat(queue.take(100)).isEmpty();
  }

  @Test
  void ofAGroupOnlySoManyAreProcessedAtOnce() {
    queue.config = queue.perGroup(2, null);
    for (int i = 0; i < 5; i++) {
      queue.send("a", 0, "g", null);
    }
    long other = queue.send("b", 0, "h", null);

    QueueResult.Received received = queue.receive(10);
    assertThat(received.messages()).hasSize(3);
    assertThat(MemoryQueue.positions(received)).endsWith(other);
    assertThat(queue.at(1).take(10)).isEmpty();
    queue.at(0).ack(MemoryQueue.receipts(received).subList(0, 1));
    assertThat(queue.take(10)).hasSize(1);
  }

  @Test
  void ofAGroupOnlySoManyAreGivenInASecond() {
    queue.config = queue.perGroup(null, 20);
    for (int i = 0; i < 50; i++) {
      queue.send("a", 0, "g", null);
    }
    long other = queue.send("b", 0, "h", null);

    QueueResult.Received first = queue.receive(10);
    assertThat(MemoryQueue.positions(first)).hasSize(3).endsWith(other);
    assertThat(queue.at(1).receive(10).nextDue()).isEqualTo(queue.now.plusMillis(50));
    queue.mark();
    queue.forget();
    int given = 0;
    for (int i = 0; i < 100; i++) {
      given += queue.at(i % 2).after(Duration.ofMillis(10)).take(10).size();
    }
    assertThat(given).isEqualTo(20);
  }

  @Test
  void aHigherRateLetsAGroupGoOnAtOnce() {
    queue.config = queue.perGroup(null, 1);
    long first = queue.send("a", 0, "g", null);
    long second = queue.send("a", 0, "g", null);
    assertThat(queue.take(10)).containsExactly(first);
    assertThat(queue.after(Duration.ofMillis(999)).take(10)).isEmpty();

    queue.config = queue.perGroup(null, null);

    assertThat(queue.take(10)).containsExactly(second);
  }

  @Test
  void aPurgeLeavesNothing() {
    for (int i = 0; i < 10; i++) {
      queue.send("a", i % 3, null, i % 2 == 0 ? Duration.ofSeconds(5) : null);
    }
    List<String> receipts = MemoryQueue.receipts(queue.receive(2));

    assertThat(queue.run(new QueueCommand.Purge(MemoryQueue.NAME, dropped -> {})))
        .isEqualTo(new QueueResult.Done(10));

    assertThat(QueueCounts.total(queue.counts())).isZero();
    assertThat(QueueCounts.total(queue.at(1).counts())).isZero();
    assertThat(queue.at(0).ack(receipts)).containsOnly(EXPIRED);
    assertThat(queue.after(Duration.ofMinutes(1)).take(10)).isEmpty();
    long after = queue.send("b");
    assertThat(queue.at(1).take(10)).containsExactly(after);
  }

  @Test
  void nobodyIsGivenMoreThanMayBeInFlight() {
    for (int i = 0; i < 1_050; i++) {
      queue.send("a");
    }
    assertThat(queue.take(1_000)).hasSize(1_000);
    assertThat(queue.take(10)).isEmpty();
  }

  /** What arrives meanwhile pushes it out of the window of this node, which then learns of all. */
  @Test
  void whatIsDoneElsewhereIsNotGivenAgain() {
    queue.ahead = 2;
    long first = queue.send("a", 0, null, Duration.ofSeconds(5));
    long last = queue.send("b", 0, null, Duration.ofSeconds(6));
    assertThat(queue.counts().delayed()).isEqualTo(2);
    queue.at(1);
    long between = queue.send("c", 0, null, Duration.ofSeconds(1));
    QueueResult.Received all = queue.after(Duration.ofSeconds(10)).receive(10);
    assertThat(MemoryQueue.positions(all)).containsExactly(first, last, between);
    queue.ack(MemoryQueue.receipts(all));

    queue.at(0);

    assertThat(queue.take(10)).isEmpty();
    assertThat(QueueCounts.total(queue.counts())).isZero();
  }

  @Test
  void whatARepeatedAttemptWasAnsweredIsNotTakenBack() {
    long message = queue.send("a");
    QueueResult.Received first = queue.receive(1, "mine");
    QueueResult.Received again = queue.at(1).receive(1, "mine");

    queue.at(0).run(new QueueCommand.Undeliver(MemoryQueue.NAME, List.of(message), first.nonce()));

    assertThat(queue.take(1)).isEmpty();
    assertThat(queue.ack(MemoryQueue.receipts(again))).containsExactly(OK);
  }

  @Test
  void whatIsDueAndFindsNoRoomIsNotLookedAtAgainAndAgain() {
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sent.addAll(queue.sendMany(5_000, null, Duration.ofSeconds(1)));
    }

    QueueResult.Counted unused = queue.after(Duration.ofSeconds(1)).counts();

    assertThat(queue.state().nextDue()).isNull();
    List<Long> received = new ArrayList<>();
    while (received.size() < sent.size()) {
      QueueResult.Received more = queue.receive(1_000);
      assertThat(more.messages()).isNotEmpty();
      received.addAll(MemoryQueue.positions(more));
      queue.ack(MemoryQueue.receipts(more));
    }
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void thoseThatRestKeepNobodyElseWaiting() {
    for (int i = 0; i < 21; i++) {
      queue.sendMany(1_000, null);
      queue.nack(MemoryQueue.receipts(queue.receive(1_000)), Duration.ofHours(1));
    }
    long next = queue.send("a");

    assertThat(queue.take(10)).containsExactly(next);
  }

  @Test
  void priorityGoesBeforeAgeHoweverManyWait() {
    for (int i = 0; i < 5; i++) {
      queue.sendMany(5_000, null, Duration.ofSeconds(1));
    }
    assertThat(queue.after(Duration.ofSeconds(1)).take(1)).hasSize(1);
    long high = queue.send("b", 9, null, null);

    assertThat(queue.take(1)).containsExactly(high);
  }

  @Test
  void receivesOfABatchAreAnsweredSoManyBytesTogether() {
    QueueCommand receive = new QueueCommand.Receive(MemoryQueue.NAME, 10, null, null);
    String headers = "x".repeat(1 << 20);
    for (int i = 0; i < 40; i++) {
      Content content =
          new Content(java.util.UUID.randomUUID(), new byte[0], null, headers, 0, null, null);
      queue.run(
          new QueueCommand.Send(
              MemoryQueue.NAME, List.of(new Outgoing(content, null, null, null))));
    }
    AnswerBytes bytes = new AnswerBytes();

    for (int i = 0; i < 8; i++) {
      QueueResult.Received received = (QueueResult.Received) queue.run(receive, bytes);
      assertThat(received.messages()).hasSize(4);
    }
    assertThat(queue.run(receive, bytes)).isEqualTo(new QueueResult.Later());
    assertThat(queue.take(10)).hasSize(4);
  }

  @Test
  void aClockThatIsSetBackLetsNothingExpire() {
    assertThat(queue.after(Duration.ofMinutes(1)).take(1)).isEmpty();
    queue.now = MemoryQueue.START;
    queue.send("a");
    List<String> receipts = MemoryQueue.receipts(queue.receive(1));

    assertThat(queue.take(1)).isEmpty();
    assertThat(queue.ack(receipts)).containsExactly(OK);
  }

  @Test
  void aClockThatIsSetBackLosesNothingThatIsDelayed() {
    long first = queue.send("a", 0, null, Duration.ofSeconds(50));
    assertThat(queue.after(Duration.ofMinutes(1)).take(1)).containsExactly(first);
    queue.mark();
    queue.now = MemoryQueue.START;
    long second = queue.send("b", 0, null, Duration.ofSeconds(5));
    assertThat(queue.counts().delayed()).isEqualTo(1);
    queue.forget();

    assertThat(queue.after(Duration.ofSeconds(89)).take(1)).containsExactly(second);
  }
}
