package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What a bucket of a million keys costs beside one of a thousand, in the same server. */
final class KvSizeBench {
  private static final List<Integer> SIZES = List.of(1_000, 1_000_000);

  private final Rounds rounds;
  private final Duration round;

  private record Sized(int keys, Series series) {}

  KvSizeBench(int rounds, Duration round) {
    this.rounds = new Rounds(rounds);
    this.round = round;
  }

  void run() throws IOException, InterruptedException {
    try (AshlarServer server = AshlarServer.start()) {
      Map<Integer, AshlarPeer> buckets = new TreeMap<>();
      for (int keys : SIZES) {
        AshlarPeer bucket = new AshlarPeer(server, "keys-" + keys);
        buckets.put(keys, bucket);
        new Load(bucket.puts(), KvBench.CONNECTIONS, keys).eachKeyOnce();
      }
      measure("put", buckets, AshlarPeer::puts);
      measure("get", buckets, AshlarPeer::gets);
    }
  }

  private void measure(
      String what, Map<Integer, AshlarPeer> buckets, Function<AshlarPeer, Load.Connector> calls)
      throws IOException, InterruptedException {
    List<Sized> all =
        buckets.entrySet().stream()
            .map(
                bucket ->
                    new Sized(
                        bucket.getKey(),
                        new Series(
                            bucket.getValue(),
                            new Load(
                                calls.apply(bucket.getValue()),
                                KvBench.CONNECTIONS,
                                bucket.getKey()))))
            .toList();
    for (Sized one : all) {
      one.series.warmUp();
    }
    rounds.alternate(all, one -> one.series.flatOut(round));
    for (Sized one : all) {
      System.out.printf(
          Locale.ROOT,
          "%s, %,d keys: %,.0f a second (%,.0f to %,.0f), %.2f of the first%n",
          what,
          one.keys,
          one.series.median(),
          one.series.lowest(),
          one.series.highest(),
          one.series.median() / all.get(0).series.median());
    }
  }
}
