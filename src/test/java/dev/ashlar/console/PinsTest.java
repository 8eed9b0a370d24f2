package dev.ashlar.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.platform.database.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinsTest {
  private final TestPostgres postgres = TestPostgres.empty();

  @Test
  void aSessionWithASnapshotIsNamedFromTheAgeAskedFor() throws SQLException {
    try (Connection holder = begin(postgres)) {
      execute(holder, "SET application_name = 'nightly report'");
      assertThat(names(Duration.ZERO)).as("nothing is held open yet").isEmpty();
      execute(holder, "SELECT 1");

      Pin pin = find(Duration.ZERO).items().get(0);
      assertThat(pin.kind()).isEqualTo("session");
      assertThat(pin.name()).isEqualTo("nightly report");
      assertThat(pin.user()).isEqualTo("postgres");
      assertThat(pin.state()).isEqualTo("idle in transaction");
      assertThat(pin.pid()).isEqualTo((int) number(holder, "SELECT pg_backend_pid()"));
      assertThat(pin.since()).isNotNull();
      assertThat(names(Duration.ofHours(1))).isEmpty();
    }
  }

  @Test
  void theOneThatHoldsUpMostComesFirst() throws SQLException {
    try (Connection older = begin(postgres);
        Connection younger = begin(postgres)) {
      execute(older, "SET application_name = 'older'; SELECT 1");
      postgres.execute("SELECT pg_current_xact_id()");
      execute(younger, "SET application_name = 'younger'; SELECT 1");

      assertThat(names(Duration.ZERO)).containsExactly("older", "younger");
    }
  }

  @Test
  void aSnapshotOfAnotherDatabaseHoldsNothingUpHere() throws SQLException {
    try (Connection elsewhere = begin(TestPostgres.empty())) {
      execute(elsewhere, "SELECT 1");

      assertThat(names(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aPreparedTransactionIsNamed() throws SQLException {
    try (Connection holder = begin(postgres)) {
      execute(holder, "SELECT pg_current_xact_id(); PREPARE TRANSACTION 'left behind'");
      try {
        List<Pin> pins = find(Duration.ZERO).items();
        assertThat(pins).extracting(Pin::kind).containsExactly("prepared-transaction");
        assertThat(pins).extracting(Pin::name).containsExactly("left behind");
        assertThat(names(Duration.ofHours(1))).isEmpty();
      } finally {
        postgres.execute("ROLLBACK PREPARED 'left behind'");
      }
    }
  }

  @Test
  void aReplicationSlotThatNobodyReadsIsNamed() {
    postgres.execute("SELECT pg_create_logical_replication_slot('forgotten', 'pgoutput')");
    try {
      List<Pin> pins = find(Duration.ZERO).items();
      assertThat(pins).extracting(Pin::kind).containsExactly("replication-slot");
      assertThat(pins).extracting(Pin::state).containsExactly("not used");
      assertThat(names(Duration.ofHours(1))).isEmpty();
    } finally {
      postgres.execute("SELECT pg_drop_replication_slot('forgotten')");
    }
  }

  @Test
  void whoMayNotSeeTheSessionsOfOthersSaysSo() throws SQLException {
    postgres.execute("CREATE ROLE plain");
    try (Connection holder = begin(postgres);
        Connection asker = postgres.connect()) {
      execute(holder, "SELECT 1");
      execute(asker, "SET ROLE plain");

      Pins.Found found = Pins.find(asker, Duration.ZERO);
      assertThat(found.items()).isEmpty();
      assertThat(found.complete()).isFalse();
      assertThat(found.role()).isEqualTo("plain");
      assertThat(find(Duration.ZERO).complete()).isTrue();
    } finally {
      postgres.execute("DROP ROLE plain");
    }
  }

  /** A transaction that keeps its first snapshot; the caller closes it. */
  private static Connection begin(TestPostgres database) throws SQLException {
    Connection connection = database.connect();
    execute(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ");
    return connection;
  }

  private Pins.Found find(Duration age) {
    try (Connection connection = postgres.connect()) {
      return Pins.find(connection, age);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> names(Duration age) {
    return find(age).items().stream().map(Pin::name).toList();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
