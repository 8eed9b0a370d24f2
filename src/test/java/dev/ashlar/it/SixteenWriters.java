package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Writers who are interrupted in the middle, and remember what was acknowledged to them. */
final class SixteenWriters {
  private static final int KEYS = 10_000;
  private static final int THREADS = 16;

  /** Value by key, of the writes that were answered with success. */
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

  private final String bucket = Api.unique("durable");
  private final AshlarServer server;

  SixteenWriters(AshlarServer server) {
    this.server = server;
  }

  /** Lets sixteen write until something is done to the server after half of the keys. */
  void writeAndMeanwhile(Runnable deed) {
    Api api = Api.of(server);
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, THREADS)
            .mapToObj(t -> CompletableFuture.runAsync(() -> write(api, next), threads))
            .toList();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> acknowledged.size() >= KEYS / 2);
    deed.run();
    writers.forEach(CompletableFuture::join);
    threads.shutdown();

    assertThat(acknowledged).as("killed in the middle").hasSizeBetween(KEYS / 2, KEYS - 1);
  }

  private void write(Api api, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < KEYS; i = next.getAndIncrement()) {
      String value = "value " + i * 31L;
      try {
        if (api.put("/api/v1/kv/" + bucket + "/keys/k" + i, value).status() == 201) {
          acknowledged.put("k" + i, value);
        }
      } catch (UncheckedIOException e) {
        return;
      }
    }
  }

  void assertNothingWasLost() {
    Map<String, String> found = new HashMap<>();
    Api api = Api.of(server);
    String after = "";
    do {
      JsonNode page =
          api.get("/api/v1/kv/" + bucket + "/keys?values=true&limit=1000&after=" + after)
              .expect(200)
              .json();
      page.path("items")
          .forEach(item -> found.put(item.path("key").asText(), item.path("value").asText()));
      after = page.path("next").asText();
    } while (!after.isEmpty());

    assertThat(found).containsAllEntriesOf(acknowledged);
    // What was under way when it died may be there, but then as a whole.
    assertThat(found.size() - acknowledged.size()).isBetween(0, THREADS);
    found.forEach(
        (key, value) ->
            assertThat(value).isEqualTo("value " + Long.parseLong(key.substring(1)) * 31));
    assertThat(bucketKeys(api)).isEqualTo(found.size());
  }

  private int bucketKeys(Api api) {
    for (JsonNode item : api.get("/api/v1/kv?limit=1000").json().path("items")) {
      if (item.path("bucket").asText().equals(bucket)) {
        return item.path("keys").asInt();
      }
    }
    throw new AssertionError("no such bucket");
  }
}
