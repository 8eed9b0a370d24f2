package dev.ashlar.platform.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Group commit: while one batch commits, the next collects, so that many callers share the cost of
 * one transaction.
 *
 * <p>One batch is under way at a time, and items are committed in the order in which they were
 * submitted. A batch that fails is halved until the failing item fails alone; only when the
 * database is away, and the outcome therefore unknown, all of a batch fails. Each result is a task
 * of its own for the answerers, so that a caller who is slow to take his holds up nobody. What
 * waits is bounded by number and weight. Thread-safe.
 *
 * <p>Source of the idea: DeWitt et al., «Implementation Techniques for Main Memory Database
 * Systems», SIGMOD 1984.
 *
 * @param <T> what is submitted
 * @param <R> its result, never null
 */
public final class GroupCommit<T, R> implements AutoCloseable {
  private static final long CLOSE_WAIT_MILLIS = 10_000;

  private final Limits limits;
  private final ToLongFunction<T> weight;
  private final Function<List<T>, List<R>> transaction;
  private final Executor committers;
  private final Executor answerers;

  private final Deque<Waiting<T, R>> queue = new ArrayDeque<>();
  private long queuedWeight;
  private boolean draining;
  private boolean closed;

  /**
   * The bounds of a group commit.
   *
   * @param batchItems most items in one transaction
   * @param batchWeight most weight in one transaction, but for a single heavier item
   * @param queueItems most items waiting
   * @param queueWeight most weight waiting
   */
  public record Limits(int batchItems, long batchWeight, int queueItems, long queueWeight) {}

  private record Waiting<T, R>(T item, long weight, CompletableFuture<R> result) {}

  /**
   * @param weight weight of an item, for example its bytes
   * @param transaction commits a batch and answers one result per item, in order; when it throws,
   *     nothing of the batch may have been committed, or it throws {@link UnavailableException}
   * @param committers runs one batch at a time; refuses nothing before {@link #close}
   * @param answerers completes results
   */
  public GroupCommit(
      Limits limits,
      ToLongFunction<T> weight,
      Function<List<T>, List<R>> transaction,
      Executor committers,
      Executor answerers) {
    this.limits = limits;
    this.weight = weight;
    this.transaction = transaction;
    this.committers = committers;
    this.answerers = answerers;
  }

  /**
   * Submits an item. The stage completes when it is on disk, or exceptionally with what went wrong;
   * with {@link OverloadedException} at once when too much is waiting.
   */
  public CompletionStage<R> submit(T item) {
    Waiting<T, R> waiting =
        new Waiting<>(item, weight.applyAsLong(item), new CompletableFuture<>());
    boolean start;
    synchronized (queue) {
      if (closed || isFull(waiting.weight)) {
        return CompletableFuture.failedFuture(
            new OverloadedException(
                "Too many writes are waiting on this node; try again shortly."));
      }
      queue.add(waiting);
      queuedWeight += waiting.weight;
      start = !draining;
      draining = true;
    }
    if (start) {
      startDraining();
    }
    return waiting.result;
  }

  /** Takes nothing more, and waits at most ten seconds for what was submitted to be committed. */
  @Override
  public void close() {
    synchronized (queue) {
      closed = true;
      long deadline = System.nanoTime() + CLOSE_WAIT_MILLIS * 1_000_000;
      try {
        long left = CLOSE_WAIT_MILLIS;
        while (draining && left > 0) {
          queue.wait(left);
          left = (deadline - System.nanoTime()) / 1_000_000;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isFull(long added) {
    return queue.size() >= limits.queueItems
        || (!queue.isEmpty() && queuedWeight + added > limits.queueWeight);
  }

  private void startDraining() {
    try {
      committers.execute(this::drain);
    } catch (RuntimeException e) {
      OverloadedException refused = new OverloadedException("This node is shutting down.");
      for (List<Waiting<T, R>> batch = next(); !batch.isEmpty(); batch = next()) {
        batch.forEach(waiting -> waiting.result.completeExceptionally(refused));
      }
    }
  }

  private void drain() {
    for (List<Waiting<T, R>> batch = next(); !batch.isEmpty(); batch = next()) {
      commit(batch);
    }
  }

  /** The next batch; none, and the end of draining, when nothing waits. */
  private List<Waiting<T, R>> next() {
    List<Waiting<T, R>> batch = new ArrayList<>();
    long weightOfBatch = 0;
    synchronized (queue) {
      while (!queue.isEmpty() && batch.size() < limits.batchItems) {
        weightOfBatch += queue.getFirst().weight;
        if (!batch.isEmpty() && weightOfBatch > limits.batchWeight) {
          break;
        }
        Waiting<T, R> waiting = queue.removeFirst();
        queuedWeight -= waiting.weight;
        batch.add(waiting);
      }
      if (batch.isEmpty()) {
        draining = false;
        queue.notifyAll();
      }
    }
    return batch;
  }

  private void commit(List<Waiting<T, R>> batch) {
    List<R> results;
    try {
      results = transaction.apply(batch.stream().map(Waiting::item).toList());
    } catch (Throwable e) {
      failOrHalve(batch, e);
      return;
    }
    for (int i = 0; i < results.size(); i++) {
      R result = results.get(i);
      answer(batch.get(i), future -> future.complete(result));
    }
  }

  private void failOrHalve(List<Waiting<T, R>> batch, Throwable error) {
    if (batch.size() == 1 || error instanceof UnavailableException || error instanceof Error) {
      batch.forEach(waiting -> answer(waiting, future -> future.completeExceptionally(error)));
      return;
    }
    int half = batch.size() / 2;
    commit(batch.subList(0, half));
    commit(batch.subList(half, batch.size()));
  }

  private void answer(Waiting<T, R> waiting, Consumer<CompletableFuture<R>> completion) {
    try {
      answerers.execute(() -> completion.accept(waiting.result));
    } catch (RuntimeException e) {
      completion.accept(waiting.result);
    }
  }
}
