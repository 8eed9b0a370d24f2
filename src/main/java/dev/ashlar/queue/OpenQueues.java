package dev.ashlar.queue;

import java.util.LinkedHashMap;
import java.util.Map;

/** The queues of a lane that are in memory, by name: those that were used last. */
final class OpenQueues extends LinkedHashMap<String, OpenQueue> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1_000;
  private static final float LOAD = 0.75f;

  OpenQueues() {
    super(16, LOAD, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, OpenQueue> eldest) {
    return size() > MOST;
  }
}
