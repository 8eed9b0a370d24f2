package dev.ashlar.platform.progress;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The long tasks that run on this node right now. Thread-safe. */
@ApplicationScoped
public class Tasks {
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, Task> running = new ConcurrentHashMap<>();

  /**
   * How far a task is.
   *
   * @param done units done so far
   * @param total units in all, null when not known
   * @param unit what is counted: {@code bytes}, {@code lines}
   */
  public record Progress(
      long id, String name, Instant startedAt, long done, @Nullable Long total, String unit) {}

  /** A running task; closing it ends its being shown. */
  public final class Task implements AutoCloseable {
    private final long id = ids.incrementAndGet();
    private final String name;
    private final Instant startedAt = Instant.now();
    private final @Nullable Long total;
    private final String unit;
    private volatile long done;

    private Task(String name, @Nullable Long total, String unit) {
      this.name = name;
      this.total = total;
      this.unit = unit;
    }

    /** Says how much is done by now; called by one thread. */
    public void done(long units) {
      done = units;
    }

    @Override
    public void close() {
      running.remove(id);
    }
  }

  /** Begins to show a task. */
  public Task begin(String name, @Nullable Long total, String unit) {
    Task task = new Task(name, total, unit);
    running.put(task.id, task);
    return task;
  }

  /** The running tasks, oldest first. */
  public List<Progress> list() {
    return running.values().stream()
        .map(t -> new Progress(t.id, t.name, t.startedAt, t.done, t.total, t.unit))
        .sorted(Comparator.comparing(Progress::id))
        .toList();
  }
}
