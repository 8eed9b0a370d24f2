package dev.ashlar.kv;

/** Somebody who watches a part of a bucket. Thread-safe. */
interface KvWatcher {
  /** What the keys begin with that he watches. */
  String prefix();

  /** A change of one of them; he does not block, and decides himself what he can not take. */
  void offer(KvChange change);

  /** All changes up to here were offered. */
  void reached(KvPosition position);

  /** The changes that would come next are gone. */
  void compacted(long oldestRevision);

  /** Whether he is ready for what he has not been offered yet; asked while he catches up. */
  boolean isReady();

  boolean isGone();
}
