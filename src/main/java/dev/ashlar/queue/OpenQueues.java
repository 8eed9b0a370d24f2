package dev.ashlar.queue;

import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a lane that are in memory, by name: those that were used last, as many as there is
 * room for.
 */
final class OpenQueues extends LinkedHashMap<String, OpenQueue> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1_000;
  private static final long MOST_BYTES = 64 << 20;
  private static final float LOAD = 0.75f;

  private final long mostBytes;
  private long bytes;

  /** When the server was started that has their logs. */
  private Instant server = Instant.EPOCH;

  OpenQueues() {
    this(MOST_BYTES);
  }

  /**
   * @param mostBytes that they may have together, but for a single larger one
   */
  OpenQueues(long mostBytes) {
    super(16, LOAD, true);
    this.mostBytes = mostBytes;
  }

  /** Adds one, or weighs it anew; others go that were not used for longest. */
  @Override
  public @Nullable OpenQueue put(String name, OpenQueue queue) {
    OpenQueue former = remove(name);
    queue.weight = queue.state.weight();
    bytes += queue.weight;
    OpenQueue unused = super.put(name, queue);
    while (size() > MOST || (bytes > mostBytes && size() > 1)) {
      unused = remove(keySet().iterator().next());
    }
    return former;
  }

  @Override
  public @Nullable OpenQueue remove(Object name) {
    OpenQueue queue = super.remove(name);
    bytes -= queue == null ? 0 : queue.weight;
    return queue;
  }

  @Override
  public void clear() {
    super.clear();
    bytes = 0;
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
}
