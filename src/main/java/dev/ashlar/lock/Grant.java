package dev.ashlar.lock;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held.
 *
 * @param token rises with every grant of the lock, for ever: the fence of what is done under it
 * @param times how often its owner has acquired it, if it is reentrant
 * @param told how often its client was told of it
 * @param session the session it lives with, null for none
 * @param ticket what its owner would ask for it again with
 * @param metadata JSON of the holder's own
 * @param expiresAt when it ends unless it is renewed, by the database's clock
 */
record Grant(
    UUID lease,
    long token,
    String owner,
    LockMode mode,
    int permits,
    int times,
    int told,
    @Nullable String session,
    @Nullable String ticket,
    @Nullable String metadata,
    Instant acquiredAt,
    Instant expiresAt) {

  Grant until(Instant end) {
    return with(times, told, end, metadata);
  }

  Grant times(int newTimes) {
    return with(newTimes, told, expiresAt, metadata);
  }

  Grant toldAgain() {
    return with(times, told + 1, expiresAt, metadata);
  }

  Grant metadata(@Nullable String newMetadata) {
    return with(times, told, expiresAt, newMetadata);
  }

  private Grant with(int newTimes, int newTold, Instant end, @Nullable String newMetadata) {
    return new Grant(
        lease,
        token,
        owner,
        mode,
        permits,
        newTimes,
        newTold,
        session,
        ticket,
        newMetadata,
        acquiredAt,
        end);
  }
}
