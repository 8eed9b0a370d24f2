package dev.ashlar.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the outbox leaves out, and where it looks, on a real database. */
class OutboxTableTest {
  private static final QueueDatabase DATABASE = new QueueDatabase();

  @Test
  void whatWasPurgedIsNoDuplicate() {
    DATABASE.create("purged", "standard");
    assertThat(sendAndTake("a")).isEqualTo(1);
    assertThat(sendAndTake("b")).as("a duplicate").isZero();

    purge();
    assertThat(sendAndTake("c")).isEqualTo(1);
    assertThat(sendAndTake("d")).as("a duplicate again").isZero();

    purge();
    QueueResult unused = DATABASE.run(new QueueCommand.Mark("purged"));
    assertThat(sendAndTake("e")).as("told by a checkpoint").isEqualTo(1);
  }

  @Test
  void looksBeginBehindWhatWasMoved() {
    DATABASE.create("start", "standard");
    OutboxStart start = new OutboxStart(1);
    OutboxStart ofAnotherNode = new OutboxStart(1);
    send("a");
    long sent = lastNumber();

    assertThat(move(start)).containsExactly("start");
    assertThat(start.after()).as("it may be undone yet").isLessThan(sent);
    assertThat(move(start)).isEmpty();
    assertThat(start.after()).isEqualTo(sent);
    assertThat(move(ofAnotherNode)).isEmpty();
    assertThat(move(ofAnotherNode)).isEmpty();
    assertThat(ofAnotherNode.after()).isEqualTo(sent);
    send("b");
    assertThat(move(start)).containsExactly("start");
    assertThat(DATABASE.take("start", 10)).containsExactly("a", "b");
    start.reset();
    assertThat(start.after()).isZero();
  }

  @Test
  void whatIsCommittedLateIsNotPassed() throws SQLException {
    DATABASE.create("start-late", "standard");
    OutboxStart start = new OutboxStart(1);
    try (Connection slow = DATABASE.postgres.connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute("SELECT ashlar.send('start-late', 'early')");
      for (int i = 0; i < 3; i++) {
        DATABASE.postgres.execute("SELECT ashlar.send('start-late', 'late')");
        assertThat(move(start)).containsExactly("start-late");
      }
      assertThat(move(start)).isEmpty();
      slow.commit();
    }

    assertThat(move(start)).containsExactly("start-late");
    assertThat(DATABASE.take("start-late", 10)).containsExactly("late", "late", "late", "early");
    assertThat(move(start)).isEmpty();
    assertThat(start.after()).isPositive();
  }

  /** A look takes 500. */
  @Test
  void whatIsLeftIsNotPassed() {
    DATABASE.create("start-many", "standard");
    OutboxStart start = new OutboxStart(1);
    DATABASE.postgres.execute(
        "SELECT ashlar.send('start-many', 'a') FROM generate_series(1, 1200)");

    for (int i = 0; i < 3; i++) {
      assertThat(move(start)).containsExactly("start-many");
    }

    assertThat(move(start)).isEmpty();
    assertThat(DATABASE.counts("start-many").ready()).isEqualTo(1_200);
  }

  private static void send(String body) {
    DATABASE.postgres.execute("SELECT ashlar.send('start', '" + body + "')");
  }

  private static Set<String> move(OutboxStart start) {
    return DATABASE.inTransaction(c -> new OutboxTable(c).move(start));
  }

  private static long lastNumber() {
    return DATABASE.postgres.number("SELECT last_value FROM ashlar_queue.outbox_n_seq");
  }

  private static void purge() {
    QueueResult unused =
        DATABASE.run(new QueueCommand.Purge("purged", messages -> assertThat(messages).isOne()));
  }

  /** Sends under the same id; answers how many messages there are more than before. */
  private static long sendAndTake(String body) {
    long before = DATABASE.counts("purged").ready();
    DATABASE.postgres.execute(
        "SELECT ashlar.send('purged', '" + body + "', '{}', '{\"dedupId\":\"d\"}')");
    Set<String> moved = DATABASE.inTransaction(c -> new OutboxTable(c).move(new OutboxStart()));
    assertThat(moved).containsExactly("purged");
    return DATABASE.counts("purged").ready() - before;
  }
}
