package dev.ashlar.kv;

/** What became of a write. */
sealed interface KvResult {
  /** It is stored; {@code created} when no key stood there. */
  record Stored(Entry entry, boolean created) implements KvResult {}

  /** The key was deleted by the change with this revision. */
  record Deleted(long revision) implements KvResult {}

  /** There was nothing to delete. */
  record Missing(boolean bucketExists) implements KvResult {}

  /** Another revision stands than was expected; 0 when the key is absent. */
  record Mismatch(long currentRevision) implements KvResult {}
}
