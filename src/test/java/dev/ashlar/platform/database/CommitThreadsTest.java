package dev.ashlar.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch is no part of a transaction that whoever submits it may be in. */
class CommitThreadsTest {
  private final ThreadPoolExecutor committers =
      CommitThreads.committers(Executors.defaultThreadFactory());
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    committers.shutdown();
  }

  @Test
  void noBatchIsRunByTheThreadThatSubmitsItHoweverManyAreUnderWay() {
    List<CompletableFuture<Thread>> batches = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batches.add(submit());
    }
    end.countDown();

    assertThat(batches)
        .extracting(CompletableFuture::join)
        .doesNotContain(Thread.currentThread())
        .doesNotHaveDuplicates();
  }

  @Test
  void norAfterTheShutdown() {
    committers.shutdown();

    CompletableFuture<Thread> batch = submit();
    end.countDown();

    assertThat(batch.join()).isNotEqualTo(Thread.currentThread());
  }

  /** A batch that goes on until the end; answers the thread that runs it. */
  private CompletableFuture<Thread> submit() {
    return CompletableFuture.supplyAsync(this::batch, committers);
  }

  private Thread batch() {
    try {
      assertThat(end.await(5, TimeUnit.SECONDS)).isTrue();
      return Thread.currentThread();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
