package dev.ashlar.platform.database;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Group commit of the rows of {@link GroupCommitBenchmark} with a transaction that does nothing, in
 * rows per second: what is left for the database to be slow in.
 */
public class GroupCommitFloorBenchmark {
  private static GroupCommit<byte[], Boolean> group(Executor committers, Executor answerers) {
    return new GroupCommit<>(
        GroupCommitBenchmark.LIMITS,
        row -> row.length,
        batch -> Collections.nCopies(batch.size(), true),
        committers,
        answerers);
  }

  /** As in a server: callers, the committer and the answerers are threads of their own. */
  @State(Scope.Benchmark)
  public static class Server {
    private final ExecutorService committer = Executors.newSingleThreadExecutor();
    private final ExecutorService answerers =
        CommitThreads.answerers(Executors.defaultThreadFactory());
    private final GroupCommit<byte[], Boolean> group = group(committer, answerers);

    /** Ends the threads. */
    @TearDown
    public void close() {
      group.close();
      committer.shutdown();
      answerers.shutdown();
    }
  }

  /** Everything in one thread; a batch is committed when that thread says so. */
  @State(Scope.Thread)
  public static class Alone {
    private final Deque<Runnable> batches = new ArrayDeque<>();
    private final GroupCommit<byte[], Boolean> group = group(batches::add, Runnable::run);
  }

  /** Each caller waits for its row before it submits the next. */
  @Benchmark
  @Threads(GroupCommitBenchmark.CALLERS)
  public Boolean waitingCallers(Server server) {
    return server.group.submit(GroupCommitBenchmark.VALUE).toCompletableFuture().join();
  }

  /** As many rows in one batch as there are callers, but no thread ever waits for another. */
  @Benchmark
  @OperationsPerInvocation(GroupCommitBenchmark.CALLERS)
  public void withoutThreads(Alone alone, Blackhole results) {
    for (int i = 0; i < GroupCommitBenchmark.CALLERS; i++) {
      results.consume(alone.group.submit(GroupCommitBenchmark.VALUE));
    }
    alone.batches.remove().run();
  }
}
