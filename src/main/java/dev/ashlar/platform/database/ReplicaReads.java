package dev.ashlar.platform.database;

import dev.ashlar.platform.database.Replica.Heartbeat;
import dev.ashlar.platform.database.Replica.Seen;
import dev.ashlar.platform.database.Replica.Work;
import dev.ashlar.platform.database.ReplicaMarks.Mark;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a replica shows and how old that is, and whether it can be used at all. Thread-safe. */
final class ReplicaReads {
  static final String NOT_SHOWN =
      "It shows no heartbeat of this node: it is no replica of ashlar.db.url, or far behind.";

  private static final Logger LOG = System.getLogger(ReplicaReads.class.getName());
  private static final String STARTING = "It has not been heard of yet.";

  private final ReplicaMarks marks = new ReplicaMarks();
  private final ReplicaConnections connections;
  private final Function<SQLException, String> explanation;
  private volatile @Nullable Heartbeat heartbeat;
  private volatile @Nullable String reason = STARTING;
  private volatile long asOf;

  /**
   * @param explanation says what an exception means
   */
  ReplicaReads(ReplicaConnections.Opening opening, Function<SQLException, String> explanation) {
    this.connections = new ReplicaConnections(opening);
    this.explanation = explanation;
  }

  void heartbeatsAre(Heartbeat newHeartbeat) {
    heartbeat = newHeartbeat;
  }

  void sent(Mark mark) {
    marks.add(mark);
  }

  /** Whether it is worth to ask the replica for what may be so old. */
  boolean isUsable(Duration oldest) {
    return reason == null && isYoung(asOf, oldest);
  }

  /** Reads from the replica; empty when it cannot be used, or shows nothing as young as this. */
  <R> Optional<Seen<R>> read(Duration oldest, Work<R> work) {
    if (!isUsable(oldest)) {
      return Optional.empty();
    }
    try {
      return connections.use(connection -> read(connection, oldest, work));
    } catch (SQLException e) {
      failed(e);
      return Optional.empty();
    }
  }

  /** The heartbeat is read first: what follows is not older than that. */
  private <R> Optional<Seen<R>> read(Connection connection, Duration oldest, Work<R> work)
      throws SQLException {
    Optional<Mark> mark = mark(connection).filter(m -> isYoung(m.sentAt(), oldest));
    Optional<Seen<R>> seen = Optional.empty();
    if (mark.isPresent()) {
      Instant clock = mark.get().clock(System.nanoTime());
      seen = work.apply(connection, clock).map(result -> new Seen<>(result, mark.get().sentAt()));
    }
    connection.commit();
    return seen;
  }

  private Optional<Mark> mark(Connection connection) throws SQLException {
    Heartbeat known = heartbeat;
    return known == null ? Optional.empty() : known.shown(connection).flatMap(marks::find);
  }

  private static boolean isYoung(long moment, Duration oldest) {
    return System.nanoTime() - moment <= oldest.toNanos();
  }

  /** Looks how far it is; false when it shows no heartbeat. */
  boolean look(Connection connection) throws SQLException {
    Optional<Mark> mark = mark(connection);
    connection.commit();
    if (mark.isPresent()) {
      asOf = mark.get().sentAt();
      becomes(null);
    }
    return mark.isPresent();
  }

  /** It can be used from now on, or cannot for a reason, until somebody looked again. */
  void becomes(@Nullable String newReason) {
    String former = reason;
    reason = newReason;
    if (newReason == null) {
      if (former != null) {
        LOG.log(Level.INFO, "The replica is ready");
      }
      return;
    }
    connections.closeIdle();
    if (!newReason.equals(former)) {
      LOG.log(Level.WARNING, "The replica cannot be used: {0}", newReason);
    }
  }

  /** It failed. */
  void failed(SQLException failure) {
    becomes(explanation.apply(failure));
  }

  /** How it is doing, in a few words. */
  String state() {
    String why = reason;
    return why == null
        ? "up, at most " + Duration.ofNanos(System.nanoTime() - asOf).toMillis() + " ms behind"
        : why;
  }

  void close() {
    connections.closeIdle();
  }
}
