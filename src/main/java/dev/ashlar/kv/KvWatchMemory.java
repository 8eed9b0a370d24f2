package dev.ashlar.kv;

import dev.ashlar.platform.http.EventStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bounds what waits for slow watchers: of each, and of all together. Thread-safe. */
@ApplicationScoped
class KvWatchMemory {
  private static final long OF_ONE = 4L << 20;

  @Inject
  @ConfigProperty(name = "ashlar.kv.watch-buffer-bytes")
  long most;

  private final AtomicLong taken = new AtomicLong();

  Share share() {
    return new Share();
  }

  /** What one watcher has taken. */
  final class Share implements EventStream.Memory {
    private long mine;

    /** The first piece always fits. */
    @Override
    public synchronized boolean take(long bytes) {
      boolean fits = mine == 0 || (mine + bytes <= OF_ONE && taken.get() + bytes <= most);
      if (fits) {
        mine += bytes;
        taken.addAndGet(bytes);
      }
      return fits;
    }

    @Override
    public synchronized void give(long bytes) {
      long given = Math.min(bytes, mine);
      mine -= given;
      taken.addAndGet(-given);
    }

    @Override
    public synchronized void clear() {
      give(mine);
    }
  }
}
