package dev.ashlar.platform.database;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that commit batches and answer their callers. Thread-safe.
 *
 * <p>The server's default managed executor would not do: it has no core threads and an unbounded
 * queue, so that it runs one task at a time. Here a task never waits behind another; beyond the
 * most threads, the caller does the work itself.
 */
@ApplicationScoped
public class CommitThreads implements Executor {
  private static final int MOST_THREADS = 32;
  private static final int IDLE_SECONDS = 60;

  @Resource ManagedThreadFactory factory;

  private @Nullable ThreadPoolExecutor pool;

  @PostConstruct
  void open() {
    pool =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory,
            // Also after the shutdown: what was submitted before is still to be answered.
            (task, full) -> task.run());
  }

  @PreDestroy
  void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }

  @Override
  public void execute(Runnable task) {
    if (pool == null) {
      throw new IllegalStateException("not open");
    }
    pool.execute(task);
  }
}
