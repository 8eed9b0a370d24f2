package dev.ashlar.bench;

import dev.ashlar.platform.database.GroupCommitBenchmark;
import java.time.Duration;

/** Measures one block beside its peers, or code in process; called by {@code bench/run}. */
final class Bench {
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(4);

  private Bench() {}

  /**
   * Measures and prints a table.
   *
   * @param args what to measure, and optionally rounds and seconds of a round
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS;
    Duration round = args.length > 2 ? Duration.ofSeconds(Long.parseLong(args[2])) : ROUND;
    switch (args.length == 0 ? "" : args[0]) {
      case "kv" -> new KvBench(rounds, round).run();
      case "kv-size" -> new KvSizeBench(rounds, round).run();
      case "kv-watch" -> new WatchBench(round.multipliedBy(rounds)).run();
      case "lock" -> new LockBench(rounds, round).run();
      case "queue" -> new QueueBench(rounds, round).run();
      case "queue-latency" -> new QueueLatencyBench(round.multipliedBy(rounds)).run();
      case "queue-backlog" -> new QueueBacklogBench(rounds, round).run();
      case "queue-held" -> new QueueHeldBench(round.multipliedBy(rounds)).run();
      case "group-commit" -> GroupCommitBenchmark.run(rounds, (int) round.toSeconds());
      case "in-process" -> new InProcessBench(rounds, round).run();
      case "start-up" -> new StartUpBench(rounds).run();
      default -> {
        System.err.println(
            "usage: bench/run kv|kv-size|kv-watch|lock|queue|queue-latency|queue-backlog|queue-held"
                + "|group-commit|in-process|start-up"
                + " [rounds [seconds]]");
        System.exit(2);
      }
    }
    System.exit(0);
  }
}
