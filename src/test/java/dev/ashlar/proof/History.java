package dev.ashlar.proof;

import dev.ashlar.proof.IdempotencyChecker.Try;
import dev.ashlar.proof.WatchChecker.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the clients of a run did and were told; can be kept, and checked again.
 *
 * @param effects of the repeated calls, by idempotency key, at the end of the run
 * @param locks by name
 * @param queues by name
 */
record History(
    List<KvOperation> keyValue,
    List<Transaction> transactions,
    List<Watcher> watchers,
    List<Try> idempotent,
    Map<String, List<String>> effects,
    Map<String, LockHistory> locks,
    Map<String, QueueHistory> queues) {
  /** One that was kept before there were locks, or queues, has none. */
  History {
    locks = locks == null ? Map.of() : locks;
    queues = queues == null ? Map.of() : queues;
  }

  List<Verdict> check() {
    return List.of(
        KvHistory.check(keyValue),
        ListAppendChecker.check(transactions),
        WatchChecker.check(
            WatchWorkload.acknowledged(keyValue), WatchWorkload.impossible(keyValue), watchers),
        IdempotencyChecker.check(idempotent, effects),
        LockHistory.check(locks),
        QueueHistory.check(queues));
  }

  static History read(Path file) {
    try {
      return ProofClient.JSON.readValue(file.toFile(), History.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ProofClient.JSON.writeValue(file.toFile(), this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
