package dev.ashlar.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ashlar.platform.database.GroupCommit.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The promises that need no database: order, bounds, failures, the end. */
class GroupCommitTest {
  private static final Limits WIDE = new Limits(100, 1_000_000, 10_000, 1_000_000);

  private static final int LATE = 1_000;

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Queue<List<Integer>> batches = new ConcurrentLinkedQueue<>();

  /** Batches wait here, so that a test decides when one commits. */
  private final Semaphore commits = new Semaphore(0);

  private final CountDownLatch firstBegan = new CountDownLatch(1);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void whileOneBatchCommitsTheNextCollects() {
    GroupCommit<Integer, Integer> group = group(WIDE);
    List<CompletionStage<Integer>> results = new ArrayList<>(submitAndAwaitBegin(group, 0));
    IntStream.range(1, 51).forEach(i -> results.add(group.submit(i)));

    assertThat(results).noneMatch(r -> r.toCompletableFuture().isDone());
    commits.release(2);

    assertThat(join(results)).isEqualTo(IntStream.range(0, 51).boxed().toList());
    assertThat(batches).containsExactly(List.of(0), IntStream.range(1, 51).boxed().toList());
  }

  @Test
  void aBatchIsBoundedByItemsAndByWeight() {
    GroupCommit<Integer, Integer> group = group(new Limits(3, 10, 100, 1_000));
    List<CompletionStage<Integer>> results = new ArrayList<>(submitAndAwaitBegin(group, 1));
    List.of(1, 1, 1, 1, 9, 2, 50, 4).forEach(i -> results.add(group.submit(i)));
    commits.release(100);

    join(results);
    assertThat(batches)
        .containsExactly(
            List.of(1), List.of(1, 1, 1), List.of(1, 9), List.of(2), List.of(50), List.of(4));
  }

  @Test
  void aFullQueueRefusesAtOnceAndTakesAgainWhenThereIsRoom() {
    GroupCommit<Integer, Integer> group = group(new Limits(100, 1_000, 2, 1_000));
    List<CompletionStage<Integer>> results = new ArrayList<>(submitAndAwaitBegin(group, 0));
    results.add(group.submit(1));
    results.add(group.submit(2));

    assertRefused(group.submit(3));
    commits.release(100);
    join(results);

    assertThat(join(List.of(group.submit(4)))).containsExactly(4);
    assertThat(batches.stream().flatMap(List::stream)).containsExactly(0, 1, 2, 4);
  }

  @Test
  void theQueueIsBoundedByWeightButTakesOneHeavyItem() {
    GroupCommit<Integer, Integer> group = group(new Limits(100, 1_000, 100, 10));
    List<CompletionStage<Integer>> results = new ArrayList<>(submitAndAwaitBegin(group, 0));
    results.add(group.submit(500));

    assertRefused(group.submit(1));
    commits.release(100);

    assertThat(join(results)).containsExactly(0, 500);
  }

  @Test
  void whatFailsFailsAlone() {
    GroupCommit<Integer, Integer> group =
        new GroupCommit<>(WIDE, i -> 1, batch -> failingOn(batch, 13, 14, 99), executor, executor);
    List<CompletionStage<Integer>> results = new ArrayList<>(submitAndAwaitBegin(group, 0));
    IntStream.range(1, 101).forEach(i -> results.add(group.submit(i)));
    commits.release(1_000);

    for (int i = 0; i <= 100; i++) {
      CompletableFuture<Integer> result = results.get(i).toCompletableFuture();
      if (i == 13 || i == 14 || i == 99) {
        assertThatThrownBy(result::join).hasMessageContaining("refused " + i);
      } else {
        assertThat(result.join()).isEqualTo(i);
      }
    }
    assertThat(batches.stream().flatMap(List::stream)).isSorted().hasSize(98);
  }

  @Test
  void whenTheDatabaseIsAwayTheWholeBatchFailsAndIsNotTriedAgain() {
    AtomicInteger calls = new AtomicInteger();
    GroupCommit<Integer, Integer> group =
        new GroupCommit<>(
            WIDE,
            i -> 1,
            batch -> {
              if (batch.contains(1)) {
                calls.incrementAndGet();
                throw new UnavailableException("away", null);
              }
              return held(batch);
            },
            executor,
            executor);
    List<CompletionStage<Integer>> first = submitAndAwaitBegin(group, 0);
    List<CompletionStage<Integer>> results = IntStream.range(1, 9).mapToObj(group::submit).toList();
    commits.release(100);

    assertThat(join(first)).containsExactly(0);
    assertThat(results).allSatisfy(r -> assertFailed(r, UnavailableException.class));
    assertThat(calls).hasValue(1);
    assertThat(join(List.of(group.submit(20)))).containsExactly(20);
  }

  @Test
  void anErrorOfTheMachineFailsTheBatchAndTheNextGoesOn() {
    GroupCommit<Integer, Integer> group =
        new GroupCommit<>(
            WIDE,
            i -> 1,
            batch -> {
              if (batch.contains(1)) {
                throw new StackOverflowError();
              }
              return batch;
            },
            executor,
            executor);

    assertFailed(group.submit(1), StackOverflowError.class);
    assertThat(join(List.of(group.submit(2)))).containsExactly(2);
  }

  @Test
  void aSlowReceiverOfAResultDoesNotHoldUpTheNextBatch() {
    GroupCommit<Integer, Integer> group = group(WIDE);
    CountDownLatch released = new CountDownLatch(1);
    CompletionStage<Void> slow =
        submitAndAwaitBegin(group, 1).get(0).thenAccept(r -> await(released));
    CompletionStage<Integer> next = group.submit(2);
    commits.release(2);

    assertThat(join(List.of(next))).containsExactly(2);
    assertThat(slow.toCompletableFuture()).isNotDone();
    released.countDown();
  }

  @Test
  void aSlowReceiverDoesNotHoldUpTheOthersOfItsBatch() {
    GroupCommit<Integer, Integer> group = group(WIDE);
    List<CompletionStage<Integer>> first = submitAndAwaitBegin(group, 0);
    CountDownLatch released = new CountDownLatch(1);
    CompletionStage<Void> slow = group.submit(1).thenAccept(r -> await(released));
    List<CompletionStage<Integer>> others = IntStream.range(2, 20).mapToObj(group::submit).toList();
    commits.release(2);

    assertThat(join(first)).containsExactly(0);
    assertThat(join(others)).hasSize(18);
    assertThat(batches).hasSize(2);
    assertThat(slow.toCompletableFuture()).isNotDone();
    released.countDown();
  }

  @Test
  void closingCommitsWhatWasSubmittedAndTakesNothingMore() {
    GroupCommit<Integer, Integer> group = group(new Limits(10, 1_000_000, 1_000, 1_000_000));
    List<CompletionStage<Integer>> results = new ArrayList<>(submitAndAwaitBegin(group, 0));
    IntStream.range(1, 100).forEach(i -> results.add(group.submit(i)));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(group::close);
    Awaitility.await().until(() -> isRefused(group.submit(LATE)));
    assertThat(closing).isNotDone();

    commits.release(100);
    closing.join();

    assertThat(batches.stream().flatMap(List::stream).filter(i -> i != LATE))
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    assertThat(join(results)).hasSize(100);
  }

  @Test
  void withoutAnExecutorEverythingIsRefusedAndNothingHangs() {
    executor.shutdown();
    GroupCommit<Integer, Integer> group = group(WIDE);

    assertRefused(group.submit(1));
    assertRefused(group.submit(2));
    group.close();
  }

  @Test
  void manyCallersGetTheirOwnResultsAndOneBatchIsUnderWayAtATime() throws InterruptedException {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> committed = new ArrayList<>();
    GroupCommit<Integer, Integer> group =
        new GroupCommit<>(
            new Limits(64, 1_000_000, 100_000, 1_000_000),
            i -> 1,
            batch -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              committed.addAll(batch);
              underWay.decrementAndGet();
              return batch.stream().map(i -> -i).toList();
            },
            executor,
            executor);
    int callers = 16;
    int each = 2_000;
    ExecutorService submitters = Executors.newFixedThreadPool(callers);
    Queue<CompletionStage<?>> checks = new ConcurrentLinkedQueue<>();
    for (int c = 0; c < callers; c++) {
      int first = c * each;
      submitters.execute(
          () -> {
            for (int i = first; i < first + each; i++) {
              int item = i;
              checks.add(group.submit(item).thenAccept(r -> assertThat(r).isEqualTo(-item)));
            }
          });
    }
    submitters.shutdown();
    assertThat(submitters.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    group.close();
    checks.forEach(check -> check.toCompletableFuture().join());

    assertThat(most).hasValue(1);
    assertThat(committed).hasSize(callers * each).doesNotHaveDuplicates();
    for (int c = 0; c < callers; c++) {
      int caller = c;
      assertThat(committed.stream().filter(i -> i / each == caller)).isSorted();
    }
  }

  @Property(tries = 100)
  void everyItemIsAnsweredOnceWhateverFailsAndHoweverBatchesFall(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> kinds,
      @ForAll @IntRange(min = 1, max = 20) int batchItems) {
    ExecutorService workers = Executors.newFixedThreadPool(2);
    List<Integer> committed = new ArrayList<>();
    try (GroupCommit<Integer, Integer> group =
        new GroupCommit<>(
            new Limits(batchItems, 1_000, 1_000, 1_000),
            i -> 1,
            batch -> {
              batch.stream()
                  .filter(i -> kinds.get(i) == 0)
                  .findAny()
                  .ifPresent(
                      i -> {
                        throw new IllegalStateException("bad");
                      });
              committed.addAll(batch);
              return batch;
            },
            workers,
            workers)) {
      List<CompletionStage<Integer>> results =
          IntStream.range(0, kinds.size()).mapToObj(group::submit).toList();
      for (int i = 0; i < kinds.size(); i++) {
        assertThat(outcome(results.get(i))).isEqualTo(kinds.get(i) == 0 ? null : i);
      }
    } finally {
      workers.shutdown();
    }
    assertThat(committed)
        .containsExactlyElementsOf(
            IntStream.range(0, kinds.size()).filter(i -> kinds.get(i) != 0).boxed().toList());
  }

  private GroupCommit<Integer, Integer> group(Limits limits) {
    return new GroupCommit<>(limits, i -> i, this::held, executor, executor);
  }

  private List<Integer> held(List<Integer> batch) {
    firstBegan.countDown();
    commits.acquireUninterruptibly();
    batches.add(batch);
    return batch;
  }

  private List<Integer> failingOn(List<Integer> batch, Integer... bad) {
    firstBegan.countDown();
    commits.acquireUninterruptibly();
    for (Integer each : bad) {
      if (batch.contains(each)) {
        throw new IllegalStateException("refused " + each);
      }
    }
    batches.add(batch);
    return batch;
  }

  /** Submits one item and waits until its batch is under way, so that the next ones collect. */
  private List<CompletionStage<Integer>> submitAndAwaitBegin(
      GroupCommit<Integer, Integer> group, int item) {
    CompletionStage<Integer> result = group.submit(item);
    await(firstBegan);
    return List.of(result);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Integer> join(List<CompletionStage<Integer>> results) {
    return results.stream().map(r -> r.toCompletableFuture().join()).toList();
  }

  private static @Nullable Integer outcome(CompletionStage<Integer> result) {
    try {
      return result.toCompletableFuture().join();
    } catch (CompletionException e) {
      return null;
    }
  }

  private static boolean isRefused(CompletionStage<Integer> result) {
    return result.toCompletableFuture().isCompletedExceptionally();
  }

  private static void assertRefused(CompletionStage<Integer> result) {
    assertThat(result.toCompletableFuture()).isCompletedExceptionally();
    assertFailed(result, OverloadedException.class);
  }

  private static void assertFailed(CompletionStage<Integer> result, Class<?> cause) {
    assertThatThrownBy(() -> result.toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(cause);
  }
}
