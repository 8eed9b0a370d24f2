package dev.ashlar.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Queues on a real database: several nodes, what a crash leaves, segments, the outbox. */
class QueueWriterTest {
  private static final QueueDatabase DATABASE = new QueueDatabase();

  @Test
  void anyNodeGoesOnWhereAnotherWas() {
    DATABASE.create("nodes", "standard");
    DATABASE.send("nodes", "a", "b", "c", "d");
    QueueResult.Received held = DATABASE.receive("nodes", 1);
    OpenQueues first = DATABASE.another();

    assertThat(DATABASE.take("nodes", 1)).containsExactly("b");
    DATABASE.send("nodes", "e");
    OpenQueues second = DATABASE.another();
    DATABASE.back(first);

    assertThat(DATABASE.ack("nodes", held))
        .isEqualTo(new QueueResult.Settled(List.of(ReceiptOutcome.OK)));
    assertThat(DATABASE.take("nodes", 10)).containsExactly("c", "d", "e");
    DATABASE.back(second);
    assertThat(DATABASE.counts("nodes").inFlight()).isEqualTo(4);
    assertThat(DATABASE.take("nodes", 10)).isEmpty();
  }

  /** Its place is behind all that the first node knows of the lane. */
  @Test
  void whatArrivedAndWasGivenElsewhereIsNotGivenAgain() {
    DATABASE.create("meanwhile", "fifo");
    DATABASE.sendMany("meanwhile", "a", Lane.AHEAD + 500);
    assertThat(DATABASE.take("meanwhile", 1)).containsExactly("a0");
    OpenQueues first = DATABASE.another();
    DATABASE.sendMany("meanwhile", "b", 1);
    assertThat(DATABASE.take("meanwhile", 1)).containsExactly("b0");

    DATABASE.back(first);

    assertThat(DATABASE.counts("meanwhile").inFlight()).isEqualTo(2);
    assertThat(DATABASE.take("meanwhile", 10)).isEmpty();
  }

  @Test
  void whatIsMovedHereIsInOrderWithWhatIsSentHere() {
    DATABASE.create("from", "standard");
    DATABASE.create("to", "standard");
    DATABASE.send("from", "a");
    DATABASE.send("to", "first");
    assertThat(DATABASE.take("to", 1)).containsExactly("first");
    long position =
        DATABASE.postgres.number(
            "SELECT max(m.position) FROM ashlar_queue.message m"
                + " JOIN ashlar_queue.queue q ON q.id = m.queue_id WHERE q.name = 'from'");
    Content content =
        new Content(java.util.UUID.randomUUID(), new byte[] {'b'}, null, null, 0, null, null);

    List<QueueResult> results =
        DATABASE.runAll(
            new QueueCommand.Move(
                "from",
                List.of(new QueueCommand.Moving(position, "to", 0, null)),
                moved -> assertThat(moved).isEqualTo(1)),
            new QueueCommand.Send("to", List.of(new Outgoing(content, null, null, null))),
            new QueueCommand.Receive("to", 1, null, null));

    assertThat(QueueDatabase.bodies((QueueResult.Received) results.get(2))).containsExactly("a");
    assertThat(DATABASE.take("to", 10)).containsExactly("b");
    assertThat(DATABASE.counts("from").ready()).isZero();
  }

  @Test
  void aBatchTellsWhereThereMayBeMoreToGive() {
    DATABASE.create("more", "standard");
    DATABASE.send("more", "a");
    QueueCommand receive = new QueueCommand.Receive("more", 1, null, null);

    QueueWriter.Written given = DATABASE.inTransaction(c -> DATABASE.written(c, receive));
    QueueWriter.Written none = DATABASE.inTransaction(c -> DATABASE.written(c, receive));

    assertThat(given.givenFrom()).containsExactly("more");
    assertThat(none.givenFrom()).isEmpty();
    assertThat(given.changed()).isEmpty();
  }

  /** Its place in the lane of the delayed is before one that is gone. */
  @Test
  void whatIsDueSoonerThanWhatWasMovedIsNotLost() {
    DATABASE.create("early", "standard");
    DATABASE.create("elsewhere", "standard");
    long late = DATABASE.sendLater("early", java.time.Duration.ofSeconds(50));
    QueueCommand.Moving moving = new QueueCommand.Moving(late, "elsewhere", 0, null);
    DATABASE.run(new QueueCommand.Move("early", List.of(moving), moved -> {}));
    DATABASE.run(new QueueCommand.Mark("early"));

    long unused = DATABASE.sendLater("early", java.time.Duration.ofSeconds(30));

    assertThat(DATABASE.counts("early").delayed()).isEqualTo(1);
    assertThat(DATABASE.receive("early", 1).nextDue()).isNotNull();
    OpenQueues node = DATABASE.another();
    assertThat(node).containsKey("early");
    assertThat(DATABASE.counts("early").delayed()).isEqualTo(1);
    QueueResult.Received none = DATABASE.receive("early", 1);
    assertThat(none.messages()).isEmpty();
    assertThat(none.nextDue()).isNotNull();
  }

  @Test
  void aRedriveLeavesNothingInMemory() {
    DATABASE.create("many", "standard");
    DATABASE.create("groups", "fifo");
    DATABASE.sendMany("many", "g", Lane.AHEAD + 1_000);
    OpenQueues unused = DATABASE.another();
    List<Long> positions = DATABASE.positions("many");

    for (int from = 0; from < positions.size(); from += 1_000) {
      DATABASE.run(move("many", positions.subList(from, from + 1_000), "groups"));
    }

    QueueState state = DATABASE.state("many");
    assertThat(state.size()).isZero();
    assertThat(DATABASE.counts("many").ready()).isZero();
    assertThat(DATABASE.counts("groups").ready()).isEqualTo(positions.size());
  }

  @Test
  void theDeadThatAreMovedAreForgotten() {
    DATABASE.create("dead", "standard");
    DATABASE.create("alive", "standard");
    DATABASE.sendMany("dead", "g", 3);
    DATABASE.postgres.execute(
        "UPDATE ashlar_queue.message SET lane = -1 WHERE queue_id ="
            + " (SELECT id FROM ashlar_queue.queue WHERE name = 'dead')");
    OpenQueues unused = DATABASE.another();
    assertThat(DATABASE.counts("dead").dead()).isEqualTo(3);

    DATABASE.run(move("dead", DATABASE.positions("dead"), "alive"));

    assertThat(DATABASE.counts("dead").dead()).isZero();
    assertThat(DATABASE.state("dead").size()).isZero();
    assertThat(DATABASE.take("alive", 10)).hasSize(3);
  }

  @Test
  void whatCannotBeMovedIsNotHeldInMemory() {
    DATABASE.create("groupless", "standard");
    DATABASE.create("ordered", "fifo");
    DATABASE.sendMany("groupless", null, 3);
    OpenQueues unused = DATABASE.another();

    DATABASE.run(move("groupless", DATABASE.positions("groupless"), "ordered"));
    DATABASE.run(move("groupless", DATABASE.positions("groupless"), "none"));

    assertThat(DATABASE.state("groupless").size()).isZero();
    assertThat(DATABASE.take("groupless", 10)).hasSize(3);
  }

  private static QueueCommand move(String queue, List<Long> positions, String target) {
    List<QueueCommand.Moving> moving =
        positions.stream().map(p -> new QueueCommand.Moving(p, target, 0, null)).toList();
    return new QueueCommand.Move(queue, moving, moved -> {});
  }

  @Test
  void whatWasNotCommittedHasNotHappened() {
    DATABASE.create("lost", "fifo");
    DATABASE.send("lost", "a", "b");

    DATABASE.lose(new QueueCommand.Receive("lost", 1, null, null));

    assertThat(DATABASE.take("lost", 2)).containsExactly("a", "b");
  }

  @Test
  void aSegmentIsEmptiedAndWhatIsOpenIsKept() {
    DATABASE.create("segments", "standard");
    DATABASE.send("segments", "a", "b", "c", "d");
    QueueResult.Received held = DATABASE.receive("segments", 2);
    DATABASE.ack("segments", DATABASE.receive("segments", 1));

    turn();
    turn();
    int over = DATABASE.inTransaction(c -> new SegmentTable(c).claim(0)).orElseThrow();
    assertThat(isEmptied(over)).as("without a checkpoint").isFalse();
    DATABASE
        .inTransaction(c -> new SegmentTable(c).queuesIn(over))
        .forEach(queue -> DATABASE.run(new QueueCommand.Mark(queue.name())));
    assertThat(isEmptied(over)).isTrue();

    assertThat(
            DATABASE.postgres.number(
                "SELECT count(*) FROM ashlar_queue.event WHERE slot = " + over))
        .isZero();
    OpenQueues unused = DATABASE.another();
    assertThat(DATABASE.counts("segments").inFlight()).isEqualTo(2);
    assertThat(DATABASE.take("segments", 10)).containsExactly("d");
    assertThat(DATABASE.ack("segments", held))
        .isEqualTo(new QueueResult.Settled(List.of(ReceiptOutcome.OK, ReceiptOutcome.OK)));
  }

  private static boolean isEmptied(int slot) {
    Boolean emptied = DATABASE.inTransaction(c -> new SegmentTable(c).empty(slot));
    return emptied;
  }

  /** The next segment, as if the current one were full and the ids of senders old. */
  private static void turn() {
    DATABASE.postgres.execute("UPDATE ashlar_queue.queue SET dedup_millis = 0");
    Boolean turned = DATABASE.inTransaction(c -> new SegmentTable(c).turn(0, 0));
    assertThat(turned).isTrue();
  }

  /** As after a failover to a standby that did not have all yet. */
  @Test
  void anotherServerMayKnowLess() {
    DATABASE.create("back", "standard");
    DATABASE.send("back", "a");
    QueueResult.Received given = DATABASE.receive("back", 1);
    assertThat(given.messages()).hasSize(1);
    DATABASE.postgres.execute(
        "DELETE FROM ashlar_queue.event WHERE queue_id ="
            + " (SELECT id FROM ashlar_queue.queue WHERE name = 'back')");
    assertThat(DATABASE.take("back", 1)).isEmpty();
    DATABASE.contents.put(
        given.messages().get(0).head().position(),
        new Content(
            java.util.UUID.randomUUID(),
            "stale".getBytes(java.nio.charset.StandardCharsets.UTF_8),
            null,
            null,
            0,
            null,
            null));

    DATABASE.serverChanged();

    assertThat(DATABASE.take("back", 1)).containsExactly("a");
  }

  @Test
  void aBrokenCheckpointIsNoLostConnection() {
    assertThatThrownBy(() -> QueueLoader.parse("{"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX001"));
  }

  @Test
  void aLongLogIsCountedInParts() {
    DATABASE.create("long", "standard");
    DATABASE.sendMany("long", "g", 5);
    int id =
        (int) DATABASE.postgres.number("SELECT id FROM ashlar_queue.queue WHERE name = 'long'");
    List<Long> positions = DATABASE.positions("long");

    List<QueueTable.Arrived> first =
        DATABASE.inTransaction(
            c -> new QueueTable(c).arrivedAfter(id, 0, MessageHead.Place.START, 3));
    List<QueueTable.Arrived> rest =
        DATABASE.inTransaction(
            c ->
                new QueueTable(c)
                    .arrivedAfter(id, first.get(0).last(), MessageHead.Place.START, 3));

    assertThat(first.get(0).messages()).isEqualTo(3);
    assertThat(first.get(0).last()).isEqualTo(positions.get(2));
    assertThat(rest.get(0).messages()).isEqualTo(2);
  }

  @Test
  void whatIsKeptTooLongIsDropped() {
    DATABASE.create("old", "standard");
    DATABASE.send("old", "a", "b");
    DATABASE.postgres.execute(
        "UPDATE ashlar_queue.message SET sent_at = sent_at - interval '2 minutes'"
            + " WHERE queue_id = (SELECT id FROM ashlar_queue.queue WHERE name = 'old')");
    DATABASE.send("old", "c");

    assertThat(DATABASE.run(new QueueCommand.Retire("old"))).isEqualTo(new QueueResult.Done(2));

    assertThat(DATABASE.counts("old").ready()).isEqualTo(1);
    OpenQueues unused = DATABASE.another();
    assertThat(DATABASE.counts("old").ready()).isEqualTo(1);
    assertThat(DATABASE.take("old", 10)).containsExactly("c");
  }

  @Test
  void theOutboxSendsWhatWasCommitted() {
    DATABASE.create("outbox", "standard");
    DATABASE.postgres.execute(
        "SELECT ashlar.send('outbox', 'a', '{\"h\":\"1\"}', '{\"priority\":3,\"dedupId\":\"d\"}')");
    DATABASE.postgres.execute("SELECT ashlar.send('outbox', 'b', '{}', '{\"dedupId\":\"d\"}')");
    DATABASE.postgres.execute("SELECT ashlar.send('outbox', 'c', '{}', '{\"delay\":\"30s\"}')");
    DATABASE.postgres.execute("BEGIN; SELECT ashlar.send('outbox', 'undone'); ROLLBACK");
    assertThat(DATABASE.take("outbox", 10)).isEmpty();

    Set<String> queues = DATABASE.inTransaction(c -> new OutboxTable(c).move(new OutboxStart()));

    assertThat(queues).containsExactly("outbox");
    QueueResult.Received received = DATABASE.receive("outbox", 10);
    assertThat(QueueDatabase.bodies(received)).containsExactly("a");
    assertThat(java.util.Objects.requireNonNull(received.messages().get(0).content()).headers())
        .isEqualTo("{\"h\": \"1\"}");
    assertThat(DATABASE.counts("outbox").delayed()).isEqualTo(1);
    assertThat(DATABASE.postgres.number("SELECT count(*) FROM ashlar_queue.outbox")).isZero();
  }

  @Test
  void theOutboxDelaysNothingForWhatIsPurged() {
    DATABASE.create("purged", "fifo");
    DATABASE.postgres.execute(
        "UPDATE ashlar_queue.queue SET delay_millis = 30000 WHERE name = 'purged'");
    DATABASE.send("purged", "a");
    DATABASE.run(new QueueCommand.Purge("purged", dropped -> {}));
    DATABASE.postgres.execute(
        "UPDATE ashlar_queue.queue SET delay_millis = 0 WHERE name = 'purged'");
    DATABASE.postgres.execute("SELECT ashlar.send('purged', 'b', '{}', '{\"group\":\"g\"}')");

    Set<String> unused = DATABASE.inTransaction(c -> new OutboxTable(c).move(new OutboxStart()));

    assertThat(DATABASE.take("purged", 10)).containsExactly("b");
  }

  @Test
  void theOutboxTakesWhatApplicationsInThisServerSend() {
    DATABASE.create("joined", "standard");
    Content content =
        new Content(
            java.util.UUID.randomUUID(), new byte[] {0, -1}, "text/plain", null, 2, null, null);
    Outgoing soon = new Outgoing(content, "g", null, null);
    Outgoing late = new Outgoing(content, null, java.time.Duration.ofSeconds(30), null);

    List<java.util.UUID> ids =
        DATABASE.inTransaction(c -> new OutboxTable(c).store("joined", List.of(soon, late)));
    Set<String> queues = DATABASE.inTransaction(c -> new OutboxTable(c).move(new OutboxStart()));

    assertThat(ids).containsExactly(content.id(), content.id());
    assertThat(queues).containsExactly("joined");
    QueueResult.Given given = DATABASE.receive("joined", 10).messages().get(0);
    assertThat(given.content()).usingRecursiveComparison().isEqualTo(content);
    assertThat(given.head().group()).isEqualTo("g");
    assertThat(DATABASE.counts("joined").delayed()).isEqualTo(1);
    assertThatThrownBy(
            () -> DATABASE.inTransaction(c -> new OutboxTable(c).store("none", List.of(soon))))
        .hasMessageContaining("There is no queue none");
  }

  @Test
  void onlyQueuesWithOldMessagesAreDue() {
    DATABASE.create("due", "standard");
    DATABASE.create("not-due", "standard");
    DATABASE.send("due", "a");
    DATABASE.send("not-due", "b");
    DATABASE.postgres.execute(
        "UPDATE ashlar_queue.message SET sent_at = sent_at - interval '2 minutes'"
            + " WHERE queue_id = (SELECT id FROM ashlar_queue.queue WHERE name = 'due')");

    List<String> due = DATABASE.inTransaction(c -> new SweepTable(c).due());
    QueueResult unused = DATABASE.run(new QueueCommand.Retire("due"));

    assertThat(due).contains("due").doesNotContain("not-due");
    List<String> after = DATABASE.inTransaction(c -> new SweepTable(c).due());
    assertThat(after).doesNotContain("due");
    Map<String, Long> quiet = DATABASE.inTransaction(c -> new SweepTable(c).quiet(60));
    assertThat(quiet).isEmpty();
    quiet = DATABASE.inTransaction(c -> new SweepTable(c).quiet(0));
    assertThat(quiet).containsKey("due");
    Boolean first = DATABASE.inTransaction(c -> new SweepTable(c).claim(60));
    Boolean second = DATABASE.inTransaction(c -> new SweepTable(c).claim(60));
    assertThat(List.of(first, second)).containsExactly(true, false);
  }

  @Test
  void aClientOfTheOutboxMayDoNothingElse() {
    DATABASE.create("client", "standard");
    DATABASE.postgres.execute(
        "BEGIN; SET LOCAL ROLE ashlar_client; SELECT ashlar.send('client', 'a'); COMMIT");

    assertThatThrownBy(
            () ->
                DATABASE.postgres.execute(
                    "BEGIN; SET LOCAL ROLE ashlar_client; SELECT * FROM ashlar_queue.outbox"))
        .hasMessageContaining("permission denied");
    for (String call :
        List.of(
            "SELECT ashlar.send('not-there', 'a')",
            "SELECT ashlar.send('client', repeat('x', 1001))",
            "SELECT ashlar.send('client', 'a', '{}', '{\"colour\":1}')",
            "SELECT ashlar.send('client', 'a', '{}', '{\"priority\":10}')",
            "SELECT ashlar.send('client', 'a', '{\"h\":1}')")) {
      assertThatThrownBy(() -> DATABASE.postgres.execute(call)).as(call).isNotNull();
    }
  }
}
