package dev.ashlar.proof;

import dev.ashlar.proof.LockChecker.Hold;
import dev.ashlar.proof.LockChecker.Write;
import dev.ashlar.proof.ProofClient.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Clients that contend for a few locks and write under them to the key-value store; they renew, go
 * on writing when they should not, give back, or just walk away.
 */
final class LockWorkload {
  private static final List<String> LOCKS = List.of("proof-0", "proof-1");
  private static final int MOST_TRIES = 4;
  private static final int MOST_WRITES = 6;
  private static final int PAUSE_MILLIS = 60;

  /** How long after the end of a lease a client may go on writing. */
  private static final int TOO_LATE_MILLIS = 2_500;

  private final LockCalls calls;
  private final AtomicInteger owners = new AtomicInteger();
  private final Map<String, Queue<Hold>> holds = queues();
  private final Map<String, Queue<Write>> accepted = queues();
  private final Map<String, Queue<Write>> refused = queues();

  LockWorkload(ProofClient client, List<ProofNode> nodes) {
    this.calls = new LockCalls(client, nodes);
  }

  /** By lock, all that happened; to be called when all clients have ended. */
  Map<String, LockHistory> history() throws InterruptedException {
    Map<String, LockHistory> histories = new LinkedHashMap<>();
    for (String lock : LOCKS) {
      histories.put(
          lock,
          new LockHistory(
              all(holds, lock), all(accepted, lock), all(refused, lock), calls.stored(lock)));
    }
    return histories;
  }

  /** One lock is wanted, used and left. */
  void step(Random random) throws InterruptedException {
    String lock = LOCKS.get(random.nextInt(LOCKS.size()));
    String owner = "proof-" + owners.incrementAndGet();
    LockHolder holder =
        random.nextBoolean() ? acquireOnce(lock, owner, random) : insist(lock, owner, random);
    if (holder == null) {
      return;
    }
    use(holder, random);
    leave(holder, random);
    queue(holds, lock).add(holder.hold());
    queue(accepted, lock).addAll(holder.accepted());
    queue(refused, lock).addAll(holder.refused());
  }

  private @Nullable LockHolder acquireOnce(String lock, String owner, Random random)
      throws InterruptedException {
    Answer answer = calls.acquire(lock, owner, null, random);
    return answer.status() == 200
        ? new LockHolder(calls, lock, owner, answer, answer.span(), true)
        : null;
  }

  /**
   * Comes again with a ticket until there is an answer. What was granted to a call that was not
   * answered is told to the next: the lease may run since the first such call, and while that is
   * under way still, nobody knows how long.
   */
  private @Nullable LockHolder insist(String lock, String owner, Random random)
      throws InterruptedException {
    long first = 0;
    boolean clean = true;
    for (int i = 0; i < MOST_TRIES; i++) {
      Answer answer = calls.acquire(lock, owner, owner, random);
      Span span = answer.span();
      first = clean ? span.invoked() : first;
      if (answer.status() == 200) {
        Span tries = new Span(first, span.completed());
        return new LockHolder(calls, lock, owner, answer, tries, clean);
      }
      clean &= answer.outcome() != Outcome.UNKNOWN;
    }
    return null;
  }

  private static void use(LockHolder holder, Random random) throws InterruptedException {
    for (int i = 0; i <= random.nextInt(MOST_WRITES); i++) {
      holder.write(random);
      if (random.nextInt(4) == 0) {
        holder.renew(random);
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(PAUSE_MILLIS));
    }
  }

  private static void leave(LockHolder holder, Random random) throws InterruptedException {
    switch (random.nextInt(6)) {
      case 0 -> {} // it walks away
      case 1 -> {
        TimeUnit.NANOSECONDS.sleep(holder.nanosLeft());
        TimeUnit.MILLISECONDS.sleep(random.nextInt(TOO_LATE_MILLIS));
        holder.write(random);
        holder.renew(random);
        holder.write(random);
      }
      case 2 -> {
        holder.release(random);
        holder.write(random);
      }
      default -> holder.release(random);
    }
  }

  private static <T> Map<String, Queue<T>> queues() {
    Map<String, Queue<T>> queues = new LinkedHashMap<>();
    LOCKS.forEach(lock -> queues.put(lock, new ConcurrentLinkedQueue<>()));
    return queues;
  }

  private static <T> Queue<T> queue(Map<String, Queue<T>> queues, String lock) {
    return queues.getOrDefault(lock, new ConcurrentLinkedQueue<>());
  }

  private static <T> List<T> all(Map<String, Queue<T>> queues, String lock) {
    return new ArrayList<>(queue(queues, lock));
  }
}
