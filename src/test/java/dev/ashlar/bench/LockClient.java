package dev.ashlar.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Who takes one lock after the other. A lock is released by the thread that has acquired it. */
interface LockClient extends Closeable {
  /** How long a client queues at most. */
  Duration WAIT = Duration.ofSeconds(30);

  /**
   * Returns when it holds the lock.
   *
   * @param wait how long to queue for a lock that another one holds
   * @throws IOException also when it does not get it
   */
  void acquire(String lock, Duration wait) throws IOException;

  /** Releases what it has acquired last. */
  void release() throws IOException;
}
