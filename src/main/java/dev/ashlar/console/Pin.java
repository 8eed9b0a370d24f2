package dev.ashlar.console;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that keeps the database from removing what was updated or deleted since.
 *
 * @param kind {@code session}, {@code prepared-transaction} or {@code replication-slot}
 * @param pid of the session's process
 * @param name of the application, the prepared transaction or the slot
 * @param state of the session, such as {@code idle in transaction}
 * @param since when it began; null where the database does not know
 * @param transactions how many have begun since
 */
public record Pin(
    String kind,
    @Nullable Integer pid,
    String name,
    @Nullable String user,
    @Nullable String state,
    @Nullable Instant since,
    long transactions) {}
