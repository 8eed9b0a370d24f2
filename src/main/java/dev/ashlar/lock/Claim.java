package dev.ashlar.lock;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a lock.
 *
 * @param lease what the grant will be known by
 * @param ttl how long it is to last, unless a session says so
 * @param session the session it is to live with, null for none
 * @param ticket keeps the place of a waiter who comes again with it; null for none
 * @param metadata JSON of the holder's own, null for none
 */
record Claim(
    UUID lease,
    String owner,
    LockMode mode,
    int permits,
    Duration ttl,
    @Nullable String session,
    @Nullable String ticket,
    @Nullable String metadata) {}
