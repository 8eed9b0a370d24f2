/**
 * Key-value store: durable values under keys, in buckets, with their history.
 *
 * <p>A bucket comes into being with its first write or its settings. Every change of a bucket has a
 * revision, one rising sequence without gaps in commit order; all writes of a transaction share
 * one. The version of a key counts its own changes since it was created. That a key expires is a
 * change too. A bucket that is dropped and begins anew goes on with its revisions.
 *
 * <p>Promises: a write that was acknowledged is on disk and survives the death of every node. Reads
 * are linearizable, unless {@code consistency=eventual} asks for less. A key whose time to live is
 * over, by the database's clock, is never returned; the change that says so follows within about a
 * second. A list is of one revision across all its pages. A watcher is told every change once and
 * in order, on any node, as far back as the history goes; who does not keep up is told and cut off.
 * The history goes back a day, or as the bucket's settings say. A write that was answered with 503
 * {@code unavailable} may or may not have happened.
 *
 * <p>Fencing: a write of keys with the header {@code Ashlar-Lock: <lock>=<token>} happens only
 * while the grant with that token is held, by the database's clock; else it is refused with 412
 * {@code stale-lock-token} and changes nothing. A delete of a large range makes sure of it at each
 * of its steps. An import, and calls on a bucket as a whole, refuse the header.
 *
 * <p>How writes work: those of a node are collected by {@link
 * dev.ashlar.platform.database.GroupCommit}. A batch locks the rows of its buckets, which hold the
 * revisions, and reads what stands ({@code KvTable}); decides every command in memory ({@code
 * KvDecider} on {@code KvBatch}, plain Java); and stores the outcome: two round trips and a commit.
 * One more, once the buckets are locked, if a command is fenced: {@code ashlar_lock.held} tells
 * which grants are held, and keeps everybody else from being granted these locks until the commit
 * ({@code KvFences}). Buckets are locked first, then locks.
 *
 * <p>How the history works: {@code ashlar_kv.change} has for every change what it replaced, not
 * what it wrote. What it wrote is what the key's next change replaced, or what stands. So a value
 * is stored once; what stood at a revision is what the first change after it replaced; and the
 * oldest changes can be dropped whole, by the partition, without losing what later revisions show.
 *
 * <p>How watches work: a node reads the changes of a watched bucket once, woken by a hint, and
 * hands them to its watchers by their prefixes ({@code KvFeeds}, {@code KvFeed}). Who begins in the
 * past is read to separately until he has caught up. Connections are written to without a thread
 * each; what waits for a slow one is bounded.
 *
 * <p>How eventual reads work: an answer is remembered by the node, and given again while it is
 * younger than {@code ashlar.kv.eventual-age}; if there is none, a replica is asked ({@code
 * KvReplica}) if what it shows is younger; else the primary. With {@code after-revision} memory is
 * passed by, and the replica asked only whether it shows that revision already: nobody waits for it
 * to. An answer may be older than one that was given before; who minds gives {@code
 * after-revision}.
 *
 * <p>Tables: {@code ashlar_kv.bucket}, {@code ashlar_kv.entry}, {@code ashlar_kv.change}, {@code
 * ashlar_kv.dropped}. Protocol: HTTP, {@code /api/v1/kv}.
 */
@NullMarked
package dev.ashlar.kv;

import org.jspecify.annotations.NullMarked;
