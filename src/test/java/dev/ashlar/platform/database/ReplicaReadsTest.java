package dev.ashlar.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ashlar.platform.database.Replica.Seen;
import dev.ashlar.platform.database.ReplicaMarks.Mark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is taken from a replica, and what is not, on a real PostgreSQL. */
@Timeout(60)
class ReplicaReadsTest {
  private static final TestPostgres POSTGRES = TestPostgres.empty();
  private static final Duration OLDEST = Duration.ofMinutes(1);
  private static final Instant HEARTBEAT = Instant.parse("2026-11-22T12:00:00Z");

  private final ReplicaReads replica =
      new ReplicaReads(() -> connect(POSTGRES.url(), "replica"), SQLException::getMessage);
  private Optional<Instant> shown = Optional.of(HEARTBEAT);

  @BeforeEach
  void tellHowHeartbeatsAreRead() {
    replica.heartbeatsAre(connection -> shown);
  }

  @AfterEach
  void close() {
    replica.close();
  }

  @Test
  void itIsAsOldAsTheHeartbeatThatItShows() throws SQLException {
    long sentAt = System.nanoTime();
    replica.sent(new Mark(HEARTBEAT, sentAt));
    replica.sent(new Mark(HEARTBEAT.plusSeconds(1), sentAt + 1));
    assertThat(read()).as("before anybody looked").isEmpty();

    assertThat(look()).isTrue();

    assertThat(read()).contains(new Seen<>("work", sentAt));
    assertThat(replica.state()).startsWith("up, at most ");
  }

  /** The replica goes on while it is read: its age is that of what it showed first. */
  @Test
  void theHeartbeatIsReadBeforeTheRest() throws SQLException {
    long sentAt = System.nanoTime();
    replica.sent(new Mark(HEARTBEAT, sentAt));
    replica.sent(new Mark(HEARTBEAT.plusSeconds(1), sentAt + 1));
    look();

    Optional<Seen<String>> seen =
        replica.read(
            OLDEST,
            (connection, clock) -> {
              shown = Optional.of(HEARTBEAT.plusSeconds(1));
              return Optional.of("work");
            });

    assertThat(seen).contains(new Seen<>("work", sentAt));
  }

  @Test
  void theClockOfThePrimaryGoesOn() throws SQLException {
    long sentAt = System.nanoTime() - Duration.ofSeconds(10).toNanos();
    replica.sent(new Mark(HEARTBEAT, sentAt));
    look();

    Instant clock =
        replica.read(OLDEST, (connection, now) -> Optional.of(now)).orElseThrow().result();

    assertThat(clock).isBetween(HEARTBEAT.plusSeconds(10), HEARTBEAT.plusSeconds(60));
  }

  @Test
  void whatIsTooOldIsNotRead() throws SQLException {
    replica.sent(new Mark(HEARTBEAT, System.nanoTime()));
    look();
    shown = Optional.of(HEARTBEAT.minusSeconds(1));
    replica.sent(new Mark(HEARTBEAT.minusSeconds(1), System.nanoTime() - OLDEST.toNanos()));

    assertThat(read()).isEmpty();
    look();
    assertThat(replica.isUsable(OLDEST)).isFalse();
    assertThat(replica.isUsable(OLDEST.multipliedBy(2))).isTrue();
  }

  @Test
  void whatShowsNoHeartbeatOfThisNodeIsNotRead() throws SQLException {
    replica.sent(new Mark(HEARTBEAT, System.nanoTime()));
    look();
    shown = Optional.of(HEARTBEAT.plusSeconds(7));
    assertThat(read()).as("of another").isEmpty();

    shown = Optional.empty();

    assertThat(read()).isEmpty();
    assertThat(look()).isFalse();
  }

  @Test
  void afterAFailureItIsNotUsedUntilSomebodyLookedAgain() throws SQLException {
    replica.sent(new Mark(HEARTBEAT, System.nanoTime()));
    look();

    assertThat(execute("SELECT 1 / 0")).isEmpty();
    assertThat(replica.isUsable(OLDEST)).isFalse();
    assertThat(read()).isEmpty();
    assertThat(replica.state()).contains("division by zero");

    look();
    assertThat(read()).isPresent();
  }

  @Test
  void connectionsThatBrokeAreReplaced() throws SQLException {
    replica.sent(new Mark(HEARTBEAT, System.nanoTime()));
    look();
    assertThat(read()).isPresent();
    POSTGRES.number(
        "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
            + " WHERE application_name = 'ashlar replica' AND datname = current_database()");

    assertThat(execute("SELECT 1")).isEmpty();
    look();

    assertThat(execute("SELECT 1")).isPresent();
  }

  @Test
  void nobodyWaitsForAConnection() throws SQLException {
    replica.sent(new Mark(HEARTBEAT, System.nanoTime()));
    look();

    assertThat(depth(0)).isEqualTo(4);
    assertThat(read()).isPresent();
  }

  @Test
  void nothingIsWritten() throws SQLException {
    replica.sent(new Mark(HEARTBEAT, System.nanoTime()));
    look();

    assertThat(execute("CREATE TABLE written ()")).isEmpty();
    assertThat(replica.state()).contains("read-only");
  }

  @Test
  void aBadUrlIsToldInOneLine() {
    assertThat(whyNot("postgres://replica.internal/ashlar"))
        .isEqualTo(
            "Cannot reach the database postgres://replica.internal/ashlar:"
                + " ashlar.db.replica.url must begin with jdbc:postgresql://.");
  }

  @Test
  void aReplicaThatTakesConnectionsAndSaysNothingIsGivenUp() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:" + mute.getLocalPort() + "/ashlar";

      assertThat(whyNot(url)).startsWith("Cannot reach the database " + url + ": ");
    }
  }

  private static String whyNot(String url) {
    SQLException failure =
        catchThrowableOfType(SQLException.class, () -> connect(url, "test").close());
    return DatabaseReasons.sentence(failure, url, "postgres");
  }

  /** How many reads there can be within each other. */
  private int depth(int reached) {
    return replica
        .read(OLDEST, (connection, clock) -> Optional.of(depth(reached + 1)))
        .map(Seen::result)
        .orElse(reached);
  }

  private Optional<Seen<String>> read() {
    return replica.read(OLDEST, (connection, clock) -> Optional.of("work"));
  }

  private Optional<Seen<String>> execute(String sql) {
    return replica.read(
        OLDEST,
        (connection, clock) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return Optional.of("done");
          }
        });
  }

  private boolean look() throws SQLException {
    try (Connection connection = connect(POSTGRES.url(), "test")) {
      return replica.look(connection);
    }
  }

  private static Connection connect(String url, String purpose) throws SQLException {
    return ReplicaAddress.connect(url, "postgres", "", purpose);
  }
}
