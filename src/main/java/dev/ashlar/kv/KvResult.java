package dev.ashlar.kv;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a command. */
sealed interface KvResult {
  /** It is stored; {@code created} when no key stood there. */
  record Stored(Entry entry, boolean created) implements KvResult {}

  /** The key was deleted by the change with this revision. */
  record Deleted(long revision) implements KvResult {}

  /** There was nothing to delete or to prolong. */
  record Missing(boolean bucketExists) implements KvResult {}

  /** Another revision stands than was expected; 0 when the key is absent. */
  record Mismatch(long currentRevision) implements KvResult {}

  /** The number was added to; what stands now. */
  record Counted(Entry entry, BigDecimal value) implements KvResult {}

  /** A limit is in the way; told to the client with this status and code. */
  record Refused(int status, String code, String detail) implements KvResult {}

  /**
   * A transaction was decided.
   *
   * @param succeeded whether all comparisons held
   * @param revision that of its writes, or the bucket's when it wrote nothing
   * @param results for each step an {@link Entry}, a {@link Removal}, or null for what is absent
   */
  record Transacted(boolean succeeded, long revision, List<@Nullable Object> results)
      implements KvResult {}

  /** What became of a delete inside a transaction. */
  record Removal(boolean deleted) {}
}
