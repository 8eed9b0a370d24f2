/**
 * The one PostgreSQL behind Ashlar: connection, migrations, transactions, group commit and hints.
 *
 * <p>{@link dev.ashlar.platform.database.Database} is the front: it knows whether the database
 * answers, and runs work in a transaction through Hibernate, joining the caller's when there is
 * one. One thread per node holds a connection of its own ({@code DatabaseLink}): it migrates the
 * schema, notices at once when the database goes away or comes back, and receives hints.
 *
 * <p>A replica ({@code ashlar.db.replica.url}) is for answers that may be a little old: {@link
 * dev.ashlar.platform.database.Replica} says how old at most, by the heartbeats of this node that
 * it shows. Another thread ({@code ReplicaLink}) notices when it is away or behind. Nobody waits
 * for a replica, and a node is ready without: the health check of the database tells how it is
 * doing.
 *
 * <p>Promises: what a transaction or {@link dev.ashlar.platform.database.GroupCommit} acknowledged
 * is on disk. While the database is away every call fails with {@link
 * dev.ashlar.platform.database.UnavailableException} instead of waiting. {@link
 * dev.ashlar.platform.database.Hints} may be lost or come twice: whoever listens also polls.
 *
 * <p>Limits: a statement without an answer for ten seconds fails, for its connection may be
 * half-open; the replica has two, and four connections at most. The database ends a transaction
 * that is idle for five seconds, so that a node that is stopped or cut off does not keep others
 * waiting for what it has locked; one that waits for a client says so ({@link
 * dev.ashlar.platform.database.Database#waitForClient}).
 *
 * <p>Tables: none of its own but the history of migrations, in schema {@code ashlar_platform}.
 */
@NullMarked
package dev.ashlar.platform.database;

import org.jspecify.annotations.NullMarked;
