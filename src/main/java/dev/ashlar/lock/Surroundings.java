package dev.ashlar.lock;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What decisions depend on besides the locks.
 *
 * @param asked when, by this machine's {@link System#nanoTime}, the database was asked
 * @param now the database's clock, read after the locks were locked
 * @param self incarnation of this node: its waiters are granted at once, others are called
 * @param alive the nodes that are heard of
 * @param sessions the end of each session that is named anywhere here; of one that is over nothing
 * @param full those that hold so much already that they get nothing more
 */
record Surroundings(
    long asked,
    Instant now,
    UUID self,
    Set<UUID> alive,
    Map<String, Instant> sessions,
    Set<String> full) {
  boolean isAlive(String session) {
    Instant end = sessions.get(session);
    return end != null && end.isAfter(now);
  }

  /** When a claim that is granted now is over. */
  Instant end(Claim claim) {
    Instant session = claim.session() == null ? null : sessions.get(claim.session());
    return session == null ? now.plus(claim.ttl()) : session;
  }
}
