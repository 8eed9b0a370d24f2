/**
 * Distributed lock: leases with fencing tokens, granted in turn; read-write locks and semaphores;
 * sessions that hold together; elections.
 *
 * <p>Promises: no two hold a lock that exclude each other, by the database's clock. The token rises
 * with every grant of a lock, for ever: what is written with {@code Ashlar-Lock} to the key-value
 * store is written only while its grant is held. Who waits is served in the order of arrival, each
 * mode by its rules and nobody past the head of the queue, so that a writer is not starved by
 * readers. A grant that was acknowledged is on disk and survives the death of every node; one whose
 * client is gone when it is to be told is given back at once. A node that was stopped does not
 * answer with a lease that may be over: it measures by its own clock from before the grant.
 *
 * <p>How it works: commands are collected by {@link dev.ashlar.platform.database.GroupCommit}. A
 * batch locks the rows of its locks in the order of their names and reads who holds and who waits
 * ({@code LockTable}), decides every command in memory ({@code LockDecider}, plain Java), and
 * stores the outcome. A lock whose row somebody else keeps locked, a stopped node perhaps, is left
 * to {@code BusyLane} after half a second, so that the others of its batch do not wait. Who waits
 * is a row and an entry in {@code LockWaits}, no thread. The next in the queue is granted the lock
 * by the transaction that frees it, if its client waits at the same node; else its node is called
 * by a hint, and grants it. A waiter whose node is dead or does not answer is passed over. {@code
 * LockSweeper} finds what time alone has changed.
 *
 * <p>A client who brings a {@code ticket} keeps its place for 30 s after its wait or its connection
 * has ended, and is answered with the same grant if it comes again after that.
 *
 * <p>Bounds: of each lock 10,000 holders, and 1,000 places that tickets keep; 10,000 locks under a
 * session; sessions, streams, and those who wait at a node by settings. Who comes to a lock that
 * 10,000 hold waits; all else is answered with 503.
 *
 * <p>The history has the last 1,000 holders of a lock, for a week. A lock that nobody used in that
 * time, and that is not configured, is removed; whatever lock comes into being begins with a token
 * above those of all that were removed, so that no token of a name ever comes again. {@code
 * LockPruner} does both, in small parts.
 *
 * <p>A session lives while its row is there. Who keeps it alive and who ends it take the row's
 * lock, so that a session that was kept alive never has lost anything by time.
 *
 * <p>Tables: {@code ashlar_lock.lock}, {@code ashlar_lock.holder}, {@code ashlar_lock.waiter},
 * {@code ashlar_lock.session}, {@code ashlar_lock.past}, {@code ashlar_lock.floor}. Protocol: HTTP,
 * {@code /api/v1/locks}, {@code /api/v1/sessions}, {@code /api/v1/elections}; acquire, renew and
 * release take no {@code Idempotency-Key}: a ticket makes an acquire repeatable, the others are so
 * by nature.
 */
@NullMarked
package dev.ashlar.lock;

import org.jspecify.annotations.NullMarked;
