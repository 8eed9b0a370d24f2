package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.it.StockPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever breaks, no client is told what a correct system would not have told. System properties:
 * {@code proof.minutes}, {@code proof.seed}, and {@code proof.history}, the file of an earlier run
 * that is to be checked again instead of a new one.
 */
@Tag("proof")
@Timeout(36_000)
class ProofIT {
  private static final int NODES = 2;
  private static final Path KEPT = Path.of("target", "proof");

  @Test
  void noClientIsToldWhatACorrectSystemWouldNotTell() throws IOException, InterruptedException {
    String kept = System.getProperty("proof.history", "");
    History history = kept.isEmpty() ? attack() : History.read(Path.of(kept));

    assertThat(history.keyValue()).isNotEmpty();
    for (Verdict verdict : history.check()) {
      assertThat(verdict.violations()).as(verdict.checker()).isEmpty();
      assertThat(verdict.undecided()).as(verdict.checker() + ", undecided").isZero();
    }
  }

  private static History attack() throws IOException, InterruptedException {
    long seed = Long.getLong("proof.seed", new Random().nextLong());
    Duration time = Duration.ofMinutes(Integer.getInteger("proof.minutes", 1));
    System.out.println("Proof: seed " + seed + ", " + time.toMinutes() + " min");
    try (ProofCluster cluster = ProofCluster.start(NODES)) {
      ProofRun run = new ProofRun(cluster, new ProofClient(StockPostgres.ADMIN_KEY), seed);
      History history = run.run(time);
      history.write(KEPT.resolve("history.json"));
      ProofReport report = new ProofReport(seed, time, history, List.copyOf(run.endured()));
      report.write(KEPT.resolve("report.md"));
      System.out.println(report);
      assertThat(history.locks().values())
          .allSatisfy(lock -> assertThat(lock.accepted()).as("writes under locks").isNotEmpty());
      return history;
    }
  }
}
