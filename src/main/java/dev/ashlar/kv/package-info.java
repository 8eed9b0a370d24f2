/**
 * Key-value store: durable values under keys, in buckets.
 *
 * <p>A bucket comes into being with its first write. Every change of a bucket has a revision, one
 * rising sequence without gaps in commit order; the version of a key counts its own changes since
 * it was created.
 *
 * <p>Promises: a write that was acknowledged is on disk and survives the death of every node. Reads
 * are linearizable. A key whose time to live is over, by the database's clock, is never returned. A
 * write that was answered with 503 {@code unavailable} may or may not have happened.
 *
 * <p>How it works: writes and reads of a node are collected by {@link
 * dev.ashlar.platform.database.GroupCommit}. A batch of writes locks the rows of its buckets, which
 * hold the revisions; reads what stands; decides every write in memory ({@code KvBatch}, plain
 * Java); and stores the outcome by set-based statements, all in one transaction. Batches of reads
 * are one statement. Large values are read one by one, so that a batch stays small in memory.
 *
 * <p>Tables: {@code ashlar_kv.bucket}, {@code ashlar_kv.entry}. Protocol: HTTP, {@code /api/v1/kv}.
 */
@NullMarked
package dev.ashlar.kv;

import org.jspecify.annotations.NullMarked;
