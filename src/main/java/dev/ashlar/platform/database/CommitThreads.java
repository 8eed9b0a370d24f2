package dev.ashlar.platform.database;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that commit batches, those that answer their callers, and those for what is done at
 * its time. Thread-safe.
 *
 * <p>They are apart because an answer is written to a client, who may be slow to read it: that must
 * not keep a batch from being committed. The server's default managed executor would not do: it has
 * no core threads and an unbounded queue, so that it runs one task at a time; so does its scheduled
 * one, where a heartbeat would wait behind whoever asks a database that does not answer.
 */
@ApplicationScoped
public class CommitThreads {
  private static final int MOST_COMMITTERS = 32;
  private static final int ANSWERERS = 64;
  private static final int TIMERS = 12;
  private static final int IDLE_SECONDS = 60;

  @Resource ManagedThreadFactory factory;

  private @Nullable ThreadPoolExecutor committers;
  private @Nullable ThreadPoolExecutor answerers;
  private @Nullable ScheduledThreadPoolExecutor timers;

  @PostConstruct
  void open() {
    committers = committers(factory);
    answerers = answerers(factory);
    timers = new ScheduledThreadPoolExecutor(TIMERS, factory);
    timers.setRemoveOnCancelPolicy(true);
  }

  @PreDestroy
  void close() {
    opened(timers).shutdownNow();
    opened(committers).shutdown();
    opened(answerers).shutdown();
  }

  /**
   * Runs batches; none waits behind another, and none is ever run by the thread that submits it:
   * that may be in a transaction, which the batch would become part of.
   */
  public Executor committers() {
    return opened(committers);
  }

  /** Answers callers, each answer for itself; what waits is bounded by the requests under way. */
  public Executor answerers() {
    return opened(answerers);
  }

  /** Runs what is due; there are more threads than kinds of work that may have to wait. */
  public ScheduledExecutorService timers() {
    return opened(timers);
  }

  static ThreadPoolExecutor committers(ThreadFactory factory) {
    return pool(
        0,
        MOST_COMMITTERS,
        new SynchronousQueue<>(),
        factory,
        // There are few who submit, and each does one thing at a time.
        (task, full) -> factory.newThread(task).start());
  }

  static ThreadPoolExecutor answerers(ThreadFactory factory) {
    ThreadPoolExecutor pool =
        pool(
            ANSWERERS,
            ANSWERERS,
            new LinkedBlockingQueue<>(),
            factory,
            // After the shutdown: what was submitted before is still to be answered.
            (task, full) -> task.run());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadPoolExecutor pool(
      int core,
      int most,
      BlockingQueue<Runnable> queue,
      ThreadFactory factory,
      RejectedExecutionHandler refused) {
    return new ThreadPoolExecutor(
        core, most, IDLE_SECONDS, TimeUnit.SECONDS, queue, factory, refused);
  }

  private static <T extends ThreadPoolExecutor> T opened(@Nullable T pool) {
    if (pool == null) {
      throw new IllegalStateException("not open");
    }
    return pool;
  }
}
