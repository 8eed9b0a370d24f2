package dev.ashlar.lock;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a lock.
 *
 * @param place rises in the order of arrival
 * @param node incarnation of the node that its client is connected to; null while there is none
 * @param calledAt since when it is its turn; null before that
 * @param keptUntil when its place is lost unless its client comes back; null while it is connected
 */
record Waiter(
    Claim claim,
    long place,
    @Nullable UUID node,
    Instant since,
    @Nullable Instant calledAt,
    @Nullable Instant keptUntil) {

  UUID id() {
    return claim.lease();
  }

  boolean isConnected() {
    return node != null;
  }

  /** Called at a moment; null for not any more. */
  Waiter called(@Nullable Instant at) {
    return new Waiter(claim, place, node, since, at, null);
  }

  /** Without its client, its place kept. */
  Waiter away(Instant until) {
    return new Waiter(claim, place, null, since, null, until);
  }

  /** Its client has come back, perhaps to another node and with another wish. */
  Waiter back(Claim newClaim, UUID newNode) {
    return new Waiter(newClaim, place, newNode, since, null, null);
  }
}
