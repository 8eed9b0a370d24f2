package dev.ashlar.proof;

import java.time.Duration;

/**
 * Something that is broken for a while.
 *
 * @param node number of the node it happens to; for the database, of none
 */
record Fault(Kind kind, int node, Duration lasting) {
  enum Kind {
    KILL_NODE("kill -9 a node"),
    PAUSE_NODE("stop a node past its lease, then go on"),
    CRASH_DATABASE("stop the database at once"),
    CUT_CONNECTION("cut a node off from the database"),
    DELAY_CONNECTION("delay a node's way to the database"),
    HALF_OPEN_CONNECTION("half-open a node's connections");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }
}
