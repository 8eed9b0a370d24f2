package dev.ashlar.bench;

import java.time.Duration;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Code without a server or a database: all that is annotated for JMH, beside what it measures. */
final class InProcessBench {
  /** Each measures in JVMs of its own, since no two compile the same code alike. */
  private static final int JVMS = 2;

  private static final int WARM_UPS = 3;

  private final int rounds;
  private final TimeValue round;

  InProcessBench(int rounds, Duration round) {
    this.rounds = rounds;
    this.round = TimeValue.seconds(round.toSeconds());
  }

  void run() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .forks(JVMS)
                .warmupIterations(WARM_UPS)
                .warmupTime(round)
                .measurementIterations(rounds)
                .measurementTime(round)
                .shouldFailOnError(true)
                .build())
        .run();
  }
}
