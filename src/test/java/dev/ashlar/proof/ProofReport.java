package dev.ashlar.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A run in words and figures, as Markdown. */
final class ProofReport {
  /**
   * A fault, and what it took.
   *
   * @param recovery from its end, which for a killed node or database is the command to start it
   *     again, until every node that was hit had acknowledged a write
   */
  record Endured(Fault fault, Duration recovery) {}

  private final List<String> lines = new ArrayList<>();

  ProofReport(long seed, Duration time, History history, List<Endured> faults) {
    lines.add("# Proof, seed " + seed);
    lines.add("");
    lines.add(
        faults.size()
            + " faults in "
            + time.toSeconds()
            + " s; "
            + history.keyValue().size()
            + " calls of the key-value store ("
            + count(history, Outcome.OK)
            + " answered, "
            + count(history, Outcome.UNKNOWN)
            + " unknown, "
            + count(history, Outcome.FAIL)
            + " failed), "
            + history.transactions().size()
            + " transactions, "
            + history.watchers().stream().mapToInt(w -> w.told().size()).sum()
            + " events of "
            + history.watchers().size()
            + " watchers, "
            + history.idempotent().size()
            + " tries of "
            + history.effects().size()
            + " calls with an Idempotency-Key, "
            + count(history, LockHistory::holds)
            + " grants of locks, "
            + count(history, LockHistory::accepted)
            + " writes accepted and "
            + count(history, LockHistory::refused)
            + " calls refused by their tokens, "
            + history.queues().values().stream().mapToInt(q -> q.sent().size()).sum()
            + " messages sent and "
            + history.queues().values().stream().mapToInt(q -> q.deliveries().size()).sum()
            + " delivered, of which "
            + history.queues().values().stream().mapToInt(QueueHistory::redelivered).sum()
            + " again, their time being over.");
    addFaults(faults);
    addVerdicts(history.check());
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private static long count(History history, Outcome outcome) {
    return history.keyValue().stream().filter(call -> call.outcome() == outcome).count();
  }

  private static long count(History history, Function<LockHistory, List<?>> part) {
    return history.locks().values().stream().mapToLong(lock -> part.apply(lock).size()).sum();
  }

  private void addFaults(List<Endured> faults) {
    lines.add("");
    lines.add("| fault | times | recovery p50, s | p99, s | longest, s |");
    lines.add("|---|---|---|---|---|");
    for (Fault.Kind kind : Fault.Kind.values()) {
      List<Duration> recoveries =
          faults.stream()
              .filter(each -> each.fault().kind() == kind)
              .map(Endured::recovery)
              .sorted(Comparator.naturalOrder())
              .toList();
      if (!recoveries.isEmpty()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f |",
                kind.words,
                recoveries.size(),
                seconds(recoveries, 0.5),
                seconds(recoveries, 0.99),
                seconds(recoveries, 1)));
      }
    }
    lines.add("");
    lines.add(
        "Recovery is counted from the end of the fault (a killed node or database is told to start"
            + " again, which is part of it) until every node that was hit has acknowledged a"
            + " write.");
  }

  private void addVerdicts(List<Verdict> verdicts) {
    lines.add("");
    lines.add("| checker | operations | verdict | undecided |");
    lines.add("|---|---|---|---|");
    for (Verdict verdict : verdicts) {
      lines.add(
          "| "
              + verdict.checker()
              + " | "
              + verdict.checked()
              + " | "
              + (verdict.isValid() ? "right" : "**wrong**")
              + " | "
              + verdict.undecided()
              + " |");
    }
    verdicts.forEach(verdict -> verdict.violations().forEach(v -> lines.add("- " + v)));
  }

  private static double seconds(List<Duration> sorted, double quantile) {
    int rank = (int) Math.ceil(quantile * sorted.size());
    return sorted.get(Math.max(0, rank - 1)).toMillis() / 1e3;
  }
}
