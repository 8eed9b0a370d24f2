package dev.ashlar.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the outbox leaves out, on a real database. */
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

  private static void purge() {
    QueueResult unused =
        DATABASE.run(new QueueCommand.Purge("purged", messages -> assertThat(messages).isOne()));
  }

  /** Sends under the same id; answers how many messages there are more than before. */
  private static long sendAndTake(String body) {
    long before = DATABASE.counts("purged").ready();
    DATABASE.postgres.execute(
        "SELECT ashlar.send('purged', '" + body + "', '{}', '{\"dedupId\":\"d\"}')");
    Set<String> moved = DATABASE.inTransaction(c -> new OutboxTable(c).move());
    assertThat(moved).containsExactly("purged");
    return DATABASE.counts("purged").ready() - before;
  }
}
