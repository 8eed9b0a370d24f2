package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;

/** A server that gives locks. */
interface LockPeer extends Peer {
  /**
   * Connects a client.
   *
   * @param number distinct among those who use a lock; odd ones and even ones are clients of
   *     different nodes, or processes, where there are two
   * @param ttl how long it holds what it acquires and does not release
   */
  LockClient client(int number, Duration ttl) throws IOException;
}
