package dev.ashlar.bench;

import org.jspecify.annotations.Nullable;

/** A server with a message queue, or a floor under all of them. */
interface QueuePeer extends Peer {
  /** How many messages a call of {@link #cycles} is about. */
  int BATCH = 10;

  /** Connections that send one message in each call. */
  Load.Connector sends();

  /**
   * Connections that send {@value #BATCH} messages, receive as many, and acknowledge them; null for
   * what only sends.
   */
  default Load.@Nullable Connector cycles() {
    return null;
  }

  /** Leaves nothing of what was sent. */
  default void purge() {}
}
