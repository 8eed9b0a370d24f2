package dev.ashlar.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ashlar.lock.LockCommand.Look;
import dev.ashlar.platform.database.GroupCommit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands on a lock whose row somebody has locked. */
class BusyLaneTest {
  private static final LockResult DONE = new LockResult.Done(true);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** As often as it is released, a batch finds its locks busy. */
  private final Semaphore tries = new Semaphore(0);

  private volatile boolean free;

  private final BusyLane lane =
      new BusyLane(
          new GroupCommit<>(
              new GroupCommit.Limits(10, 10, 10, 10), c -> 1, this::write, threads, threads));

  @AfterEach
  void stop() {
    lane.close();
    threads.shutdown();
  }

  @Test
  void itTriesUntilTheLockIsFree() {
    CompletableFuture<LockResult> result = submit("a");
    tries.release(3);
    assertThat(lane.isFor(new Look("a"))).isTrue();
    assertThat(lane.isFor(new Look("b"))).isFalse();
    assertThat(result).isNotDone();

    free = true;
    tries.release(100);

    assertThat(result.join()).isEqualTo(DONE);
    assertThat(lane.isFor(new Look("a"))).as("free again").isFalse();
  }

  @Test
  void whatFailsIsNotTriedAgain() {
    CompletableFuture<LockResult> result = submit("bad");
    free = true;
    tries.release(100);

    assertThatThrownBy(result::join).hasRootCauseMessage("bad");
    assertThat(lane.isFor(new Look("bad"))).isFalse();
  }

  private CompletableFuture<LockResult> submit(String lock) {
    return lane.submit(new Look(lock)).toCompletableFuture();
  }

  private List<LockResult> write(List<LockCommand> commands) {
    tries.acquireUninterruptibly();
    if (free && commands.get(0).lock().equals("bad")) {
      throw new IllegalStateException("bad");
    }
    return commands.stream().map(c -> free ? DONE : new LockResult.Busy()).toList();
  }
}
