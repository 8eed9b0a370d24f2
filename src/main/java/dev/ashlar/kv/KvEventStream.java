package dev.ashlar.kv;

import dev.ashlar.platform.http.EventStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A watcher who is sent events as they come. Thread-safe. */
final class KvEventStream implements KvWatcher {
  private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();

  private final String prefix;
  private final boolean values;
  private final EventStream stream;
  private final BooleanSupplier allowed;

  private boolean told;
  private long lastOffer = System.nanoTime();

  /**
   * @param allowed whether the client may still watch
   */
  KvEventStream(String prefix, boolean values, EventStream stream, BooleanSupplier allowed) {
    this.prefix = prefix;
    this.values = values;
    this.stream = stream;
    this.allowed = allowed;
  }

  @Override
  public String prefix() {
    return prefix;
  }

  @Override
  public void offer(KvChange change) {
    send(change.frame(values));
  }

  private synchronized void send(byte[] frame) {
    lastOffer = System.nanoTime();
    if (!stream.send(frame)) {
      stream.endWith(
          EventStream.frame(
              "overrun",
              null,
              Map.of("detail", "More changes came than were taken; go on from the last id.")));
    }
  }

  @Override
  public synchronized void reached(KvPosition position) {
    boolean idle = System.nanoTime() - lastOffer > IDLE_NANOS;
    if ((idle || !told) && stream.isIdle()) {
      told = true;
      Object data = Map.of("revision", position.complete());
      send(EventStream.frame("progress", position.toString(), data));
    }
  }

  @Override
  public void compacted(long oldestRevision) {
    stream.send(EventStream.frame("compacted", null, Map.of("oldestRevision", oldestRevision)));
    stream.end();
  }

  @Override
  public boolean isReady() {
    return stream.isIdle();
  }

  @Override
  public boolean isGone() {
    if (!allowed.getAsBoolean()) {
      stream.end();
    }
    return stream.isGone();
  }
}
