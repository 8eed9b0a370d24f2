package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes as events of a stream. */
class KvWatchIT {
  private final KvBucketApi bucket = KvBucketApi.unique("watch");
  private final Api api = bucket.api;

  @Test
  void aChangeComesWithItsEntry() {
    bucket.put("a", "before");
    try (KvWatch watch = KvWatch.open(api, bucket.name, "")) {
      JsonNode put = api.put(bucket.key("a") + "?ttl=1h", "grün", "Content-Type", "a/b").json();
      api.put(bucket.key("b"), new byte[] {0, -1}).expect(201);
      bucket.delete("a");
      List<KvWatch.Event> events = watch.changes(3);

      assertThat(watch.status()).isEqualTo(200);
      assertThat(watch.contentType()).startsWith("text/event-stream");
      assertThat(watch.shown()).containsExactly("2 put a", "3 put b", "4 delete a");
      assertThat(events).extracting(KvWatch.Event::id).containsExactly("2", "3", "4");
      JsonNode first = events.get(0).data();
      put.properties().forEach(p -> assertThat(first.path(p.getKey())).isEqualTo(p.getValue()));
      assertThat(first.path("value").asText()).isEqualTo("grün");
      assertThat(events.get(1).data().path("base64").asText()).isEqualTo("AP8=");
      assertThat(events.get(2).data().path("version").asLong()).isEqualTo(2);
      assertThat(events.get(2).data().path("contentType").asText()).isEqualTo("a/b");
    }
  }

  @Test
  void aPrefixAndNoValues() {
    bucket.put("x", "0");
    try (KvWatch some = KvWatch.open(api, bucket.name, "?from=1&prefix=a%2F&values=false");
        KvWatch all = KvWatch.open(api, bucket.name, "?from=1")) {
      for (String key : List.of("a", "a/1", "b", "a/2", "ä/3", "a/1")) {
        bucket.put(key, "v");
      }
      some.changes(3);
      all.changes(6);

      assertThat(some.shown()).containsExactly("3 put a/1", "5 put a/2", "7 put a/1");
      assertThat(some.changes()).noneMatch(e -> e.data().has("value"));
      assertThat(all.changes()).allMatch(e -> e.data().path("value").asText().equals("v"));
    }
  }

  /** Watchers begin while writers write: nobody misses a change or has one twice. */
  @Test
  void everyChangeComesOnceAndInOrderWheneverSomebodyBegins() {
    bucket.put("first", "x");
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, 4).mapToObj(w -> CompletableFuture.runAsync(() -> write(w))).toList();
    List<KvWatch> watches = new ArrayList<>();
    List<Long> from = new ArrayList<>();
    try {
      while (writers.stream().anyMatch(w -> !w.isDone()) && watches.size() < 60) {
        boolean told = watches.size() % 2 == 0;
        long revision = told ? bucket.revision() : 0;
        watches.add(KvWatch.open(api, bucket.name, told ? "?from=" + revision : ""));
        from.add(told ? revision : -1);
      }
      writers.forEach(CompletableFuture::join);
      long last = bucket.revision();
      bucket.put("end", "x");
      for (int i = 0; i < watches.size(); i++) {
        KvWatch watch = watches.get(i);
        watch.await(last + 1);
        long first = from.get(i) >= 0 ? from.get(i) + 1 : KvWatch.revision(watch.changes().get(0));
        assertComplete(watch, first, last + 1);
      }
    } finally {
      watches.forEach(KvWatch::close);
    }
  }

  private void write(int writer) {
    Random random = new Random(writer);
    for (int i = 0; i < 25; i++) {
      String key = "k" + random.nextInt(5);
      if (random.nextInt(4) == 0) {
        bucket
            .transact(
                "{'then':[{'put':{'key':'%1$s','value':'%2$s'}},{'put':{'key':'x%1$s','value':''}},{'put':{'key':'y','value':''}}]}"
                    .formatted(key, i))
            .expect(200);
      } else {
        bucket.put(key, "w" + writer + "-" + i);
      }
    }
  }

  /** Revisions without gap, and of each the changes counted down to none that is left. */
  private static void assertComplete(KvWatch watch, long first, long last) {
    long revision = first;
    int left = 0;
    boolean within = false;
    for (KvWatch.Event event : watch.changes()) {
      String[] id = event.id().split("-", 2);
      int more = id.length == 1 ? 0 : Integer.parseInt(id[1]);
      assertThat(Long.parseLong(id[0])).as(event.id()).isEqualTo(revision);
      assertThat(KvWatch.revision(event)).isEqualTo(revision);
      assertThat(!within || more == left - 1).as(event.id()).isTrue();
      within = more > 0;
      left = more;
      revision += more == 0 ? 1 : 0;
    }
    assertThat(revision).isEqualTo(last + 1);
  }

  @Test
  void aWatchGoesOnFromAnyEvent() {
    bucket.put("a", "0");
    bucket
        .transact(
            "{'then':[{'put':{'key':'b','value':'1'}},{'delete':{'key':'a'}},{'put':{'key':'c','value':'2'}}]}")
        .expect(200);
    bucket.put("d", "3");
    List<String> all = List.of("1 put a", "2 put b", "2 delete a", "2 put c", "3 put d");
    List<String> ids = List.of("0", "1", "2-2", "2-1", "2", "3");

    for (int i = 0; i < all.size(); i++) {
      try (KvWatch byHeader =
              KvWatch.open(api, bucket.name, "?from=3", "Last-Event-ID", ids.get(i));
          KvWatch byFrom = KvWatch.open(api, bucket.name, "?from=" + ids.get(i))) {
        byHeader.changes(all.size() - i);
        byFrom.changes(all.size() - i);
        assertThat(byHeader.shown()).isEqualTo(all.subList(i, all.size()));
        assertThat(byFrom.shown()).isEqualTo(all.subList(i, all.size()));
      }
    }
  }

  @Test
  void oldValuesAreToldEvenIfTheyWereReplaced() {
    for (int i = 1; i <= 5; i++) {
      bucket.put("a", "v" + i);
    }
    bucket.delete("a");
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?from=0")) {
      assertThat(watch.changes(6).stream().map(e -> e.data().path("value").asText()))
          .containsExactly("v1", "v2", "v3", "v4", "v5", "");
    }
  }

  /** A reader of usual speed is not cut off because there is much to read. */
  @Test
  void whoBeginsInThePastIsReadToAsFastAsHeReads() {
    byte[] value = new byte[300_000];
    new Random(1).nextBytes(value);
    for (int i = 0; i < 40; i++) {
      api.put(bucket.key("k" + i), value).expect(201);
    }
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?from=0")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> watch.changes().size() == 40 || watch.hasEnded());

      assertThat(watch.events()).noneMatch(e -> e.event().equals("overrun"));
      assertComplete(watch, 1, 40);
    }
  }

  @Test
  void whoHasNothingToReadIsToldHowFarItIs() {
    bucket.put("a", "v");
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?prefix=none")) {
      bucket.put("a", "w");
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  watch.events().stream()
                      .anyMatch(
                          e ->
                              e.event().equals("progress")
                                  && KvWatch.revision(e) == 2
                                  && e.id().equals("2")));
      assertThat(watch.changes()).isEmpty();
    }
  }

  @Test
  void whatCannotBeWatched() {
    bucket.put("a", "v");
    String path = bucket.path("/watch");

    api.get("/api/v1/kv/" + Api.unique("none") + "/watch").expectProblem(404, "bucket-not-found");
    api.get(path + "?from=2").expectProblem(400, "invalid-request").expectFields("from");
    api.get(path, "Last-Event-ID", "2").expectProblem(400, "invalid-request");
    api.get("/api/v1/kv/-/watch").expectProblem(400, "invalid-request");
    api.anonymous().get(path).expectProblem(401, "unauthenticated");
    api.withNewKey("read", "kv:other").get(path).expectProblem(403, "forbidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"from=x", "from=-1", "from=", "values=x", "wait=x", "prefix=%00", "from=1-x"})
  void whatAWatchIsNotAskedFor(String query) {
    bucket.put("a", "v");

    api.get(bucket.path("/watch?") + query).expectProblem(400, "invalid-request");
  }

  @Test
  void aStreamEndsWhenItsKeyIsRevoked() {
    bucket.put("a", "v");
    JsonNode key = api.createKey("read", "kv:" + bucket.name).json();
    try (KvWatch watch = KvWatch.open(api.with(key.path("key").asText()), bucket.name, "");
        KvWatch other = KvWatch.open(api, bucket.name, "")) {
      bucket.put("a", "w");
      watch.changes(1);
      api.delete("/api/v1/keys/" + key.path("id").asText()).expect(204);

      watch.awaitEnd();
      bucket.put("a", "x");
      other.changes(2);
      assertThat(other.shown()).containsExactly("2 put a", "3 put a");
      assertThat(watch.shown()).containsExactly("2 put a");
    }
  }
}
