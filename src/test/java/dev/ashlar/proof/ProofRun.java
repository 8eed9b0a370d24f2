package dev.ashlar.proof;

import dev.ashlar.proof.ProofClient.Answer;
import dev.ashlar.proof.ProofReport.Endured;
import dev.ashlar.proof.WatchChecker.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Breaks one thing after the other while clients work, and measures how long each takes to mend.
 */
final class ProofRun {
  private static final int CLIENTS = 5;
  private static final int TRANSACTION_CLIENTS = 2;
  private static final int LOCK_CLIENTS = 4;
  private static final int QUEUE_CLIENTS = 4;
  private static final Duration MENDS_WITHIN = Duration.ofMinutes(2);
  private static final int PROBE_MILLIS = 20;

  private final ProofCluster cluster;
  private final ProofClient client;
  private final long seed;
  private final KvWorkload keyValue;
  private final TransactionWorkload transactions;
  private final LockWorkload locks;
  private final QueueWorkload queues;
  private final List<WatchWorkload> watches;
  private final IdempotencyWorkload idempotency;
  private final List<Endured> endured = new ArrayList<>();
  private volatile boolean over;

  private interface Work {
    void step(Random random) throws InterruptedException;
  }

  ProofRun(ProofCluster cluster, ProofClient client, long seed) {
    this.cluster = cluster;
    this.client = client;
    this.seed = seed;
    this.keyValue = new KvWorkload(client, cluster.nodes());
    this.transactions = new TransactionWorkload(client, cluster.nodes());
    this.locks = new LockWorkload(client, cluster.nodes());
    this.queues = new QueueWorkload(client, cluster.nodes());
    this.watches =
        Stream.of("", "k1")
            .map(prefix -> new WatchWorkload(cluster.nodes(), KvWorkload.BUCKET, prefix))
            .toList();
    this.idempotency = new IdempotencyWorkload(client, cluster.nodes());
  }

  List<Endured> endured() {
    return endured;
  }

  /** Runs until the time is over and the last fault is mended. */
  History run(Duration time) throws InterruptedException {
    queues.open();
    ExecutorService threads = Executors.newCachedThreadPool();
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    IntStream.range(0, CLIENTS)
        .forEach(who -> clients.add(work(threads, who, random -> keyValue.step(who, random))));
    clients.add(work(threads, CLIENTS, idempotency::step));
    for (int i = 1; i <= TRANSACTION_CLIENTS; i++) {
      clients.add(work(threads, CLIENTS + i, transactions::step));
    }
    for (int i = 1; i <= LOCK_CLIENTS; i++) {
      clients.add(work(threads, CLIENTS + TRANSACTION_CLIENTS + i, locks::step));
    }
    for (int i = 1; i <= QUEUE_CLIENTS; i++) {
      int who = CLIENTS + TRANSACTION_CLIENTS + LOCK_CLIENTS + i;
      clients.add(work(threads, who, queues::step));
    }
    List<Thread> watching =
        watches.stream().map(w -> new Thread(() -> w.run(new Random(seed)), "watcher")).toList();
    watching.forEach(Thread::start);
    try {
      breakAndMend(System.nanoTime() + time.toNanos(), clients);
    } finally {
      over = true;
      threads.shutdown();
    }
    clients.forEach(CompletableFuture::join);
    keyValue.readAll(CLIENTS);
    return new History(
        keyValue.history(),
        transactions.history(),
        told(watching),
        idempotency.tries(),
        idempotency.effects(),
        locks.history(),
        queues.history());
  }

  private List<Watcher> told(List<Thread> watching) throws InterruptedException {
    long last = WatchWorkload.mark(client, cluster.nodes().get(0), KvWorkload.BUCKET);
    watches.forEach(watch -> watch.endAt(last));
    List<Watcher> told = new ArrayList<>();
    for (int i = 0; i < watches.size(); i++) {
      told.add(watches.get(i).told(watching.get(i)));
    }
    return told;
  }

  private CompletableFuture<Void> work(ExecutorService threads, int who, Work work) {
    Random random = new Random(seed + who);
    return CompletableFuture.runAsync(
        () -> {
          try {
            while (!over) {
              work.step(random);
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        threads);
  }

  private void breakAndMend(long deadline, List<CompletableFuture<Void>> clients)
      throws InterruptedException {
    FaultPlan plan = new FaultPlan(seed, cluster.nodes().size());
    while (System.nanoTime() < deadline && clients.stream().noneMatch(c -> c.isDone())) {
      Thread.sleep(plan.calm().toMillis());
      Fault fault = plan.next();
      cluster.begin(fault);
      Thread.sleep(fault.lasting().toMillis());
      long ended = System.nanoTime();
      cluster.end(fault);
      for (ProofNode node : cluster.hit(fault)) {
        awaitWrite(node, fault);
      }
      endured.add(new Endured(fault, Duration.ofNanos(System.nanoTime() - ended)));
    }
  }

  private void awaitWrite(ProofNode node, Fault fault) throws InterruptedException {
    long limit = System.nanoTime() + MENDS_WITHIN.toNanos();
    while (true) {
      Answer answer =
          client.call(node, "PUT", "/api/v1/kv/proof-recovery/keys/k", "1", request -> request);
      if (answer.outcome() == Outcome.OK) {
        return;
      }
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(
            node.name() + " has not recovered from " + fault + ": " + answer.body());
      }
      Thread.sleep(PROBE_MILLIS);
    }
  }
}
