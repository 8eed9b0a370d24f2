package dev.ashlar.platform.database;

import dev.ashlar.platform.database.ReplicaMarks.Mark;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The read replica of the database, if there is one, for answers that may be a little old.
 *
 * <p>How old is told by this node's own heartbeats: what the replica shows is not older than the
 * newest of them that it shows, and when that was sent the node knows by its own clock. Whatever is
 * wrong with the replica, a read is not answered from it, and its caller asks the primary.
 * Thread-safe.
 */
@ApplicationScoped
public class Replica {
  /** How often the node sends a heartbeat when there is a replica. */
  public static final int BEAT_MILLIS = 250;

  @Inject ReplicaAddress address;

  private final ReplicaReads reads =
      new ReplicaReads(() -> address.connect("replica"), failure -> address.reason(failure));

  /** How the last heartbeat of this node is read where a connection leads, if there is one. */
  @FunctionalInterface
  public interface Heartbeat {
    Optional<Instant> shown(Connection connection) throws SQLException;
  }

  /**
   * Statements that read; empty when the replica will not do.
   *
   * @param <R> what they read
   */
  @FunctionalInterface
  public interface Work<R> {
    /**
     * Runs them.
     *
     * @param clock the clock of the primary, which shows this now at most; that of the replica may
     *     be wrong
     */
    Optional<R> apply(Connection connection, Instant clock) throws SQLException;
  }

  /**
   * What was read.
   *
   * @param asOf all that was committed before this, by {@link System#nanoTime}, was seen
   */
  public record Seen<R>(R result, long asOf) {}

  /** Whether there is one at all. */
  public boolean isSet() {
    return address.isSet();
  }

  /** Says how heartbeats are read. */
  public void heartbeatsAre(Heartbeat newHeartbeat) {
    reads.heartbeatsAre(newHeartbeat);
  }

  /**
   * A heartbeat stands in the primary.
   *
   * @param shownAs how it is read
   * @param sentAt when it was sent, by {@link System#nanoTime}
   */
  public void sent(Instant shownAs, long sentAt) {
    reads.sent(new Mark(shownAs, sentAt));
  }

  /** Whether it is worth to ask the replica for what may be so old. */
  public boolean isUsable(Duration oldest) {
    return reads.isUsable(oldest);
  }

  /** Reads from the replica; empty when it cannot be used, or shows nothing as young as this. */
  public <R> Optional<Seen<R>> read(Duration oldest, Work<R> work) {
    return reads.read(oldest, work);
  }

  /** What is known of it. */
  ReplicaReads reads() {
    return reads;
  }

  @PreDestroy
  void close() {
    reads.close();
  }
}
