package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Peers that make the same call in turn, with the same load; a table of what came of it. */
final class Comparison {
  private final Rounds rounds;
  private final Duration round;
  private final int connections;
  private final int keys;

  /** Load that another program makes. */
  interface Floor {
    double perSecond(int connections, Duration time) throws IOException, InterruptedException;
  }

  Comparison(int rounds, Duration round, int connections, int keys) {
    this.rounds = new Rounds(rounds);
    this.round = round;
    this.connections = connections;
    this.keys = keys;
  }

  /** What the peers have to do, without how often. */
  @Override
  public String toString() {
    return rounds.count() + " rounds of " + round.toSeconds() + " s, alternating";
  }

  /**
   * Measures throughput flat out, then latencies at half of what the slowest can do.
   *
   * @param peers ours first
   * @param calls the connections of one of them; none where it cannot do that
   * @param floor PostgreSQL alone; null for none
   */
  <P extends Peer> void print(
      String what,
      List<P> peers,
      Function<P, Load.@Nullable Connector> calls,
      @Nullable Floor floor)
      throws IOException, InterruptedException {
    List<Series> all = new ArrayList<>();
    for (P peer : peers) {
      Load.Connector connector = calls.apply(peer);
      if (connector != null) {
        all.add(new Series(peer, new Load(connector, connections, keys)));
      }
    }
    for (Series series : all) {
      series.warmUp();
    }
    List<Series> shown = new ArrayList<>(all);
    if (floor != null) {
      Series statements = new Series("floor: pgbench, one statement a transaction");
      for (int i = 0; i < rounds.count(); i++) {
        statements.throughput.add(floor.perSecond(connections, round));
      }
      shown.add(statements);
    }
    rounds.alternate(all, series -> series.flatOut(round));
    double rate = all.stream().mapToDouble(Series::median).min().orElse(0) / 2;
    rounds.alternate(all, series -> series.atRate(round, rate));
    System.out.print(new Table(what, rate, shown));
  }
}
