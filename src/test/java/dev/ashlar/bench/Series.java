package dev.ashlar.bench;

import dev.ashlar.bench.Load.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The rounds of one peer. */
final class Series {
  final @Nullable Peer peer;
  final String name;
  final List<Double> throughput = new ArrayList<>();
  final Histogram latencies = new Histogram(Duration.ofMinutes(1).toNanos(), 3);
  private final @Nullable Load load;
  private double cpuSeconds;
  private long calls;
  private long megabytes;

  Series(Peer peer, Load load) {
    this.peer = peer;
    this.name = peer.name();
    this.load = load;
  }

  /** A floor that only has a throughput. */
  Series(String name) {
    this.peer = null;
    this.name = name;
    this.load = null;
  }

  void warmUp() throws InterruptedException {
    if (load != null) {
      load.warmUp();
    }
  }

  void flatOut(Duration time) throws InterruptedException {
    if (peer != null && load != null) {
      double before = Usage.cpuSeconds(peer.processes());
      Result result = load.flatOut(time);
      cpuSeconds += Usage.cpuSeconds(peer.processes()) - before;
      calls += result.calls();
      megabytes = Math.max(megabytes, Usage.megabytes(peer.processes()));
      throughput.add(result.perSecond());
    }
  }

  void atRate(Duration time, double perSecond) throws InterruptedException {
    if (load != null) {
      latencies.add(load.atRate(time, perSecond).latencies());
    }
  }

  double median() {
    List<Double> sorted = throughput.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  double lowest() {
    return throughput.stream().mapToDouble(d -> d).min().orElse(0);
  }

  double highest() {
    return throughput.stream().mapToDouble(d -> d).max().orElse(0);
  }

  double cpuSecondsPerThousand() {
    return calls == 0 ? 0 : cpuSeconds * 1_000 / calls;
  }

  long megabytes() {
    return megabytes;
  }

  double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }
}
