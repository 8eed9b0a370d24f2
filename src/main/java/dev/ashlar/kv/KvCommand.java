package dev.ashlar.kv;

import dev.ashlar.kv.KvTable.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client wants changed in a bucket, as one: all of it or nothing. */
sealed interface KvCommand permits KvWrite, KvTransaction {
  String bucket();

  /** Who wants it, for the history. */
  String author();

  /** The lock that must be held for it; null for none. */
  @Nullable KvFence fence();

  /** What it takes of the memory for waiting commands, in bytes. */
  long weight();

  /** The keys it looks at, one or more times. */
  List<Wanted> wanted();

  /** Whether it can bring a bucket into being. */
  boolean createsBucket();
}
