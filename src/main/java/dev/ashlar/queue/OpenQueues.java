package dev.ashlar.queue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The queues of a lane that are in memory, by name: those that were used last. */
final class OpenQueues extends LinkedHashMap<String, OpenQueue> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1_000;
  private static final float LOAD = 0.75f;

  /** When the server was started that has their logs. */
  private Instant server = Instant.EPOCH;

  OpenQueues() {
    super(16, LOAD, true);
  }

  /** Whether that server has their logs, which was started then. */
  boolean areOf(Instant startedAt) {
    return server.equals(startedAt);
  }

  /** Forgets them; what comes is of that server. */
  void beOf(Instant startedAt) {
    clear();
    server = startedAt;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, OpenQueue> eldest) {
    return size() > MOST;
  }
}
