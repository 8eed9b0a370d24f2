package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a bucket of a million keys costs beside one of a thousand, in the same server. */
final class KvSizeBench {
  private static final List<Integer> SIZES = List.of(1_000, 1_000_000);
  private static final int PART = 100_000;
  private static final String VALUE = "v".repeat(KvBench.VALUE_BYTES);

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
        fill(server, "keys-" + keys, keys);
      }
      measure("put", buckets, AshlarPeer::puts);
      measure("get", buckets, AshlarPeer::gets);
    }
  }

  /** Imports the keys in parts. */
  private static void fill(AshlarServer server, String bucket, int keys)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.baseUri().resolve("/api/v1/kv/" + bucket + "/import"))
            .header("Authorization", "Bearer " + server.adminKey())
            .header("Content-Type", "application/x-ndjson");
    for (int part = 0; part < keys; part += PART) {
      String lines =
          IntStream.range(part, Math.min(keys, part + PART))
              .mapToObj(key -> "{\"key\":\"key-" + key + "\",\"value\":\"" + VALUE + "\"}\n")
              .collect(Collectors.joining());
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(request.POST(BodyPublishers.ofString(lines)).build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("import: " + answer.statusCode() + " " + answer.body());
      }
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
