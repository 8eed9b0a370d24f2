package dev.ashlar.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Segments of the log on a real database. */
class SegmentTableTest {
  private static final QueueDatabase DATABASE = new QueueDatabase();

  @Test
  void oneThatStaysDoesNotKeepTheOthersFromBeingUsedAgain() {
    DATABASE.create("stays", "standard");
    DATABASE.send("stays", "a");
    DATABASE.postgres.execute("UPDATE ashlar_queue.queue SET dedup_millis = 0");
    int first = current();
    for (int turn = 2; turn <= 10; turn++) {
      Boolean turned = DATABASE.inTransaction(c -> new SegmentTable(c).turn(0, 0));
      assertThat(turned).as("turn %s", turn).isTrue();
      assertThat(current()).isNotEqualTo(first);
      DATABASE.run(new QueueCommand.Mark("stays"));
      emptyAllBut(first);
    }

    Optional<Integer> claimed = DATABASE.inTransaction(c -> new SegmentTable(c).claim(0));
    assertThat(claimed).contains(first);
    assertThat(DATABASE.take("stays", 10)).containsExactly("a");
  }

  @Test
  void whoReadsOneForLongKeepsNobodyWaiting() throws SQLException {
    DATABASE.create("read", "standard");
    DATABASE.send("read", "a");
    int slot = current();
    Boolean turned = DATABASE.inTransaction(c -> new SegmentTable(c).turn(0, 0));
    assertThat(turned).isTrue();
    DATABASE.run(new QueueCommand.Mark("read"));
    DATABASE.run(new QueueCommand.Mark("stays"));
    try (Connection reader = DATABASE.postgres.connect();
        Connection sweeper = DATABASE.postgres.connect()) {
      read(reader, slot);
      sweeper.setAutoCommit(false);
      execute(sweeper, "SET LOCAL statement_timeout = '1500ms'"); // it gives up before

      assertThatThrownBy(() -> new SegmentTable(sweeper).empty(slot))
          .hasMessageContaining("lock timeout");
    }
  }

  private static void read(Connection reader, int slot) throws SQLException {
    reader.setAutoCommit(false);
    execute(reader, "SELECT count(*) FROM ashlar_queue.message WHERE slot = " + slot);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int current() {
    return (int)
        DATABASE.postgres.number(
            "SELECT slot FROM ashlar_queue.segment ORDER BY turn DESC LIMIT 1");
  }

  private static void emptyAllBut(int kept) {
    for (int slot = 0; slot <= 7; slot++) {
      if (slot != kept && slot != current()) {
        int other = slot;
        Boolean unused = DATABASE.inTransaction(c -> new SegmentTable(c).empty(other));
      }
    }
  }
}
